package dev.lakesmith.core.relationalize;

import dev.lakesmith.sql.Identifiers;
import java.util.regex.Pattern;

/** How SQL reaches into a nested value. */
enum Access {

    /** Structs, lists and maps. */
    TYPED {
        @Override
        String field(String value, String name) {
            return value + "." + Identifiers.shown(name);
        }

        @Override
        String value(String field) {
            return field;
        }

        @Override
        String kept(String field) {
            return field;
        }

        @Override
        String elements(String column, Part part) {
            return part instanceof Part.Entries ? "map_entries(" + column + ")" : column;
        }
    },

    /** Text that holds JSON. Values come out as text, as they are written. */
    JSON {
        @Override
        String field(String value, String name) {
            return value + " -> " + Identifiers.literal(path(name));
        }

        @Override
        String value(String field) {
            // The last two steps are one where the path is sure to hold no arrow of its own.
            return SIMPLE_STEP.matcher(field).matches()
                    ? SIMPLE_STEP.matcher(field).replaceFirst("$1 ->> $2")
                    : field + " ->> '$'";
        }

        @Override
        String kept(String field) {
            return "CAST(" + field + " AS VARCHAR)";
        }

        @Override
        String elements(String column, Part part) {
            return """
                    CASE json_type(TRY_CAST(%1$s AS JSON))
                                WHEN 'ARRAY' THEN CAST(CAST(%1$s AS JSON) AS JSON[])
                                WHEN 'NULL' THEN NULL
                                -- text of another kind counts as one element, so that nothing gets lost
                                ELSE CASE WHEN %1$s IS NOT NULL THEN [coalesce(TRY_CAST(%1$s AS JSON), to_json(%1$s))] END
                            END""".formatted(column);
        }
    };

    private static final Pattern SIMPLE_STEP = Pattern.compile("(.*) -> ('\\$\\.[A-Za-z0-9_]+')", Pattern.DOTALL);

    /** A field of a value. */
    abstract String field(String value, String name);

    /** A field that does not nest, as a column. */
    abstract String value(String field);

    /** A field that nests, as a column. */
    abstract String kept(String field);

    /** The list of a column's elements. */
    abstract String elements(String column, Part part);

    /** A JSON path where it can hold the name, else a pointer, which can hold any. */
    private static String path(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? "$." + name
                : "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
