package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How one engine is told of a table. */
interface Ddl {

    String declaration(ExternalTable table);

    boolean follows();

    /** A line each, indented, with commas between them. */
    static String lines(List<ExternalTable.Column> columns, Function<ExternalTable.Column, String> line) {
        return columns.stream().map(line).collect(Collectors.joining(",\n    ", "    ", "\n"));
    }

    /** Comment lines; nothing for an empty text. */
    static String comment(String text) {
        return text.isBlank()
                ? ""
                : text.strip().lines().map(line -> "-- " + line.strip() + "\n").collect(Collectors.joining());
    }

    /** Comment lines with the descriptions of a table and its columns, for engines that keep none. */
    static String descriptions(ExternalTable table) {
        return comment(table.description())
                + table.columns().stream()
                        .filter(column -> !column.description().isBlank())
                        .map(column -> comment(oneLine(column.name() + ": " + column.description())))
                        .collect(Collectors.joining());
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** A text with a quote doubled wherever it is in it. */
    static String quoted(String text, char quote) {
        return quote + text.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote;
    }

    /** A text literal of standard SQL. */
    static String literal(String text) {
        return quoted(text, '\'');
    }

    /** A text literal of Hive and Spark, where a backslash escapes. */
    static String escapedLiteral(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** {@code s3a://} and {@code s3n://} are Hadoop's names of {@code s3://}. */
    static String s3(ExternalTable table, String engine) {
        String folder = table.folder().replaceFirst("^(?i:s3[an]?)://", "s3://");
        if (!folder.startsWith("s3://")) {
            throw elsewhere(table, engine, "S3");
        }
        return folder;
    }

    static LakesmithException elsewhere(ExternalTable table, String engine, String storage) {
        return new LakesmithException(
                ErrorCode.USAGE,
                engine + " reads " + storage + ", and the export of " + table.name() + " is in "
                        + Locations.told(table.folder()) + "; choose a target whose warehouse is there with --target");
    }

    /** What a type is called that has no parts, decimals apart. */
    static DataType.Kind kind(DataType type) {
        return ((DataType.Simple) type).kind();
    }

    /** A type in the words of Hive: Athena, Redshift and Spark share how nested types are written. */
    static String hive(DataType type, Function<DataType.Kind, String> simple, Function<String, String> name) {
        if (type instanceof DataType.Decimal decimal) {
            return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (type instanceof DataType.Struct struct) {
            return struct.fields().stream()
                    .map(field -> name.apply(field.name()) + ":" + hive(field.type(), simple, name))
                    .collect(Collectors.joining(",", "struct<", ">"));
        } else if (type instanceof DataType.ListOf list) {
            return "array<" + hive(list.element(), simple, name) + ">";
        } else if (type instanceof DataType.MapOf map) {
            return "map<" + hive(map.key(), simple, name) + "," + hive(map.value(), simple, name) + ">";
        }
        return simple.apply(kind(type));
    }

    /** What a Hive table is made of that reads the symlink manifest. */
    static String manifestTable(String folder) {
        return """
            ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
            STORED AS
              INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
              OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
            LOCATION %s;
            """.formatted(literal(folder + "/" + Exports.MANIFEST_FOLDER + "/"));
    }
}
