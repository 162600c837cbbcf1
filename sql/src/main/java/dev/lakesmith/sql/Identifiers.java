package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.TableName;

/** The one place where identifiers and string literals are quoted for DuckDB. */
public final class Identifiers {

    private Identifiers() {}

    /** {@code a"b} becomes {@code "a""b"}. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** {@code silver.customers} becomes {@code "silver"."customers"}. */
    public static String quote(TableName table) {
        return quote(table.schema()) + "." + quote(table.name());
    }

    /** As people write it: quoted only where it must be, {@code "order"} but {@code order_id}. */
    public static String shown(String identifier) {
        return identifier.matches("[a-z_][a-z0-9_]*") && !Keywords.mustBeQuoted(identifier)
                ? identifier
                : quote(identifier);
    }

    /** The literal of one file's path, for functions that take patterns: {@code a[1].csv} is that file and not a1.csv. */
    public static String file(String path) {
        return literal(path.matches("(?s).*[*?\\[].*") ? path.replaceAll("[*?\\[]", "[$0]") : path);
    }

    /** {@code it's} becomes {@code 'it''s'}. */
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        // DuckDB's parser ends a statement at a NUL.
        return text.indexOf('\0') < 0 ? quoted : "(" + quoted.replace("\0", "' || chr(0) || '") + ")";
    }
}
