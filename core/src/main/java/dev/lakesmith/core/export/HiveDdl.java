package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;
import java.util.function.Function;

/** The statements of Hive, as Athena and Spark take them. */
final class HiveDdl {

    private HiveDdl() {}

    /**
     * A database and a table in it.
     *
     * @param create how the table's statement begins
     * @param type a column's type in the engine's words
     * @param format what stands behind the columns; may be empty
     * @param end what stands behind the description
     */
    static String declaration(
            ExternalTable table, String create, Function<DataType, String> type, String format, String end) {
        String schema = name(table.name().schema());
        String name = schema + "." + name(table.name().name());
        return "CREATE DATABASE IF NOT EXISTS " + schema + ";\n\n"
                + "DROP TABLE IF EXISTS " + name + ";\n\n"
                + create + " " + name + " (\n"
                + Ddl.lines(table.columns(), column -> column(column, type))
                + ")\n"
                + format
                + (table.description().isBlank() ? "" : "COMMENT " + comment(table.description()) + "\n")
                + end;
    }

    private static String column(ExternalTable.Column column, Function<DataType, String> type) {
        String line = name(column.name()) + " " + type.apply(column.type());
        return column.description().isBlank() ? line : line + " COMMENT " + comment(column.description());
    }

    private static String comment(String text) {
        return Ddl.escapedLiteral(Ddl.oneLine(text));
    }

    static String name(String text) {
        return Ddl.quoted(text, '`');
    }
}
