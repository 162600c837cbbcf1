package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.OtherTypes;
import dev.lakesmith.formats.JsonShape;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The SELECT that turns lines of JSON into a bronze table's rows. Each line is parsed once into a struct; a field whose
 * values do not all fit its column is judged row by row, and what does not fit is rescued.
 */
final class JsonSelect {

    private static final String NOT_BLANK = " WHERE trim(line, chr(9) || chr(13) || ' ') <> ''";

    private final LoadContext context;
    private final List<Column> table;
    private final BronzeSelect select;
    private final String read;
    private final String columns;
    private final String notBlank;
    private final List<String> structure = new ArrayList<>();

    /**
     * A SELECT without fields.
     *
     * @param read the relation of lines
     * @param columns its columns: {@code line}, and perhaps {@code filename} behind it
     * @param blankLines whether some of the lines may be blank; looking for them takes a tenth of the time
     */
    JsonSelect(LoadContext context, List<Column> table, String read, String columns, boolean blankLines) {
        this.context = context;
        this.table = table;
        this.select = context.select(table);
        this.read = read;
        this.columns = columns;
        this.notBlank = blankLines ? NOT_BLANK : "";
    }

    /**
     * Adds a field of the records.
     *
     * @param hasColumn whether a column of the table can be its; values without one are rescued
     */
    void add(String name, JsonShape shape, boolean hasColumn) {
        // A pointer, since a path knows neither the empty key nor control characters.
        String pointer = Identifiers.literal("/" + name.replace("~", "~0").replace("/", "~1"));
        String path = "json_extract(line, " + pointer + ")";
        OtherTypes choice = hasColumn ? context.otherTypes(name) : OtherTypes.QUARANTINE;
        if (choice == OtherTypes.SPLIT) {
            split(name, shape, path, "json_extract_string(line, " + pointer + ")");
            return;
        }
        Optional<Column> column = hasColumn ? column(name) : Optional.empty();
        if (column.isEmpty()) {
            select.homeless(name, path);
        } else if (choice == OtherTypes.STRUCT) {
            struct(column.get(), shape, path, "json_extract_string(line, " + pointer + ")");
        } else if (context.declaredType(name).isPresent()) {
            declared(name, column.get(), path);
        } else {
            typed(name, shape, column.get(), path);
        }
    }

    private void declared(String name, Column column, String path) {
        if (ColumnTypes.iceberg(column).isNestedType()) {
            select.value(name, path, "JSON");
            return;
        }
        structure.add(JsonTypes.jsonText(name) + ":\"VARCHAR\"");
        select.value(name, "r." + Identifiers.quote(name), "VARCHAR", path);
    }

    private void typed(String name, JsonShape shape, Column column, String path) {
        Type type = ColumnTypes.iceberg(column);
        if (JsonTypes.fits(shape, type)) {
            structure.add(JsonTypes.jsonText(name) + ":" + JsonTypes.structure(type));
            select.value(name, "r." + Identifiers.quote(name), column.type());
        } else {
            String fits = FitTest.sql(path, type, context.session(), lines());
            select.value(
                    name, "CASE WHEN " + fits + " THEN " + JsonTypes.transformed(path, type) + " END", column.type());
            select.homeless(name, "CASE WHEN NOT (" + fits + ") THEN " + path + " END");
        }
    }

    private Optional<Column> column(String name) {
        return table.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }

    /** Each type that occurs in its own column; a value whose column is not there, or cannot hold it, is rescued. */
    private void split(String name, JsonShape shape, String path, String text) {
        List<String> kept = new ArrayList<>();
        for (TypePart part : TypePart.in(shape)) {
            column(part.column(name)).ifPresent(column -> {
                boolean declared = context.declaredType(column.name()).isPresent();
                Type type = declared ? Types.StringType.get() : ColumnTypes.iceberg(column);
                String fits = fits(part, path, type);
                kept.add(fits);
                select.value(
                        column.name(),
                        "CASE WHEN " + fits + " THEN " + value(path, text, type) + " END",
                        declared ? "VARCHAR" : column.type());
            });
        }
        rescueOthers(name, path, kept);
    }

    /** Each type that occurs in its own field of a struct. */
    private void struct(Column column, JsonShape shape, String path, String text) {
        List<TypePart> parts = TypePart.in(shape);
        List<String> kept = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Types.NestedField field :
                ColumnTypes.iceberg(column).asStructType().fields()) {
            String value = "NULL";
            Optional<TypePart> part = TypePart.of(field.name()).filter(parts::contains);
            if (part.isPresent()) {
                String fits = fits(part.get(), path, field.type());
                kept.add(fits);
                value = "CASE WHEN " + fits + " THEN " + value(path, text, field.type()) + " END";
            }
            values.add(Identifiers.quote(field.name()) + " := CAST(" + value + " AS " + ColumnTypes.duckDb(field.type())
                    + ")");
        }
        select.value(
                column.name(),
                "CASE WHEN " + any(kept) + " THEN struct_pack(" + String.join(", ", values) + ") END",
                column.type());
        rescueOthers(column.name(), path, kept);
    }

    private String fits(TypePart part, String path, Type type) {
        String is = "coalesce(" + part.sql(path) + ", false)";
        return "(" + is + " AND "
                + FitTest.sql("CASE WHEN " + is + " THEN " + path + " END", type, context.session(), lines()) + ")";
    }

    private static String value(String path, String text, Type type) {
        return type.typeId() == Type.TypeID.STRING ? text : JsonTypes.transformed(path, type);
    }

    private void rescueOthers(String name, String path, List<String> kept) {
        select.homeless(name, "CASE WHEN NOT (" + any(kept) + ") THEN " + path + " END");
    }

    private static String any(List<String> conditions) {
        return conditions.isEmpty() ? "false" : String.join(" OR ", conditions);
    }

    private String lines() {
        return "SELECT " + columns + " FROM " + read + notBlank;
    }

    private String parsed(String lines, String kept) {
        String fields = "{" + String.join(",", structure) + "}";
        return structure.isEmpty()
                ? "(" + lines + ")"
                : "(SELECT " + kept + ", json_transform(line, " + Identifiers.literal(fields) + ") AS r FROM (" + lines
                        + "))";
    }

    /** The rows that can be kept. */
    String sound(String source, String batch) {
        String reason = select.reason();
        return "SELECT " + select.list(source, batch) + " FROM " + parsed(lines(), columns)
                + (reason.isEmpty() ? "" : " WHERE " + reason + " IS NULL");
    }

    /** Every record's number among the lines, counted from 1, its text as {@code line}, and its columns. */
    String numbered() {
        String lines =
                "SELECT line, number FROM (SELECT line, row_number() OVER () AS number FROM " + read + ")" + NOT_BLANK;
        return "SELECT number, line AS _ls_raw, " + select.list("NULL", "NULL") + " FROM "
                + parsed(lines, "line, number");
    }

    /** The records whose values do not fit the declared types. */
    List<RejectedRecord> misfits() {
        String reason = select.reason();
        if (reason.isEmpty()) {
            return List.of();
        }
        String numbered =
                "SELECT line, number FROM (SELECT line, row_number() OVER () AS number FROM " + read + ")" + NOT_BLANK;
        String sql = "SELECT * FROM (SELECT number, line, " + reason + " AS reason FROM "
                + parsed(numbered, "line, number") + ") WHERE reason IS NOT NULL ORDER BY number";
        return context.session().query(sql, found -> {
            List<RejectedRecord> records = new ArrayList<>();
            while (found.next()) {
                records.add(new RejectedRecord(found.getLong(1), found.getString(2), found.getString(3)));
            }
            return records;
        });
    }
}
