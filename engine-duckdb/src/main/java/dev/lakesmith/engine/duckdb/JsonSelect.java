package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.JsonShape;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Type;

/**
 * The SELECT that turns lines of JSON into a bronze table's rows. Each line is parsed once into a struct; a field whose
 * values do not all fit its column is judged row by row, and what does not fit is rescued.
 */
final class JsonSelect {

    private static final String NOT_BLANK = " WHERE trim(line, chr(9) || chr(13) || ' ') <> ''";

    private final LoadContext context;
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
        this.select = new BronzeSelect(table, context.request().loadedAt());
        this.read = read;
        this.columns = columns;
        this.notBlank = blankLines ? NOT_BLANK : "";
    }

    /** Adds a field of the records, with the table's column for it if there is one. */
    void add(String name, JsonShape shape, Optional<Column> column) {
        // A pointer, since a path knows neither the empty key nor control characters.
        String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
        String path = "json_extract(line, " + Identifiers.literal(pointer) + ")";
        if (column.isEmpty()) {
            select.homeless(name, path);
            return;
        }
        Type type = ColumnTypes.iceberg(column.get());
        if (context.declaredType(name).isPresent()) {
            structure.add(JsonTypes.jsonText(name) + ":\"VARCHAR\"");
            select.value(name, "r." + Identifiers.quote(name), "VARCHAR");
        } else if (JsonTypes.fits(shape, type)) {
            structure.add(JsonTypes.jsonText(name) + ":" + JsonTypes.structure(type));
            select.value(name, "r." + Identifiers.quote(name), column.get().type());
        } else {
            String fits = FitTest.sql(path, type, context.session(), lines());
            select.value(
                    name,
                    "CASE WHEN " + fits + " THEN " + JsonTypes.transformed(path, type) + " END",
                    column.get().type());
            select.homeless(name, "CASE WHEN NOT (" + fits + ") THEN " + path + " END");
        }
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
