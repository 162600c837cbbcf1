package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a stream reads: a table or view of the database, or a query.
 *
 * @param from what stands behind FROM
 * @param shown its name for people
 * @param isTable whether it is a table, not a view or a query
 * @param quote what the database puts around names; empty when it has none
 * @param place where the stream is declared
 */
record Relation(String from, String shown, boolean isTable, String quote, Place place) {

    private static final int MOST_SUGGESTED = 5_000;

    static Relation of(Stream stream, Connection connection, Connections connections) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String quote =
                Optional.ofNullable(about.getIdentifierQuoteString()).orElse("").strip();
        Optional<String> query = stream.options().find("query", String.class);
        if (query.isPresent()) {
            // On a line of its own: the query may end with a comment.
            String from = "(" + query.get().strip().replaceFirst(";+\\s*$", "") + "\n) lakesmith_query";
            return new Relation(from, stream.name(), false, quote, stream.place());
        }
        Found found = find(stream, connection, connections);
        String from = found.parts().stream().map(part -> quoted(part, quote)).collect(Collectors.joining("."));
        return new Relation(from, found.shown(), found.isTable(), quote, stream.place());
    }

    /** @param parts of its name, the widest first */
    private record Found(List<String> parts, boolean isTable) {
        String shown() {
            return String.join(".", parts);
        }

        boolean isIn(String schema) {
            return parts.size() > 1 && parts.get(parts.size() - 2).equals(schema);
        }
    }

    String quoted(String name) {
        return quoted(name, quote);
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** A table of the lake has columns, and tells their names apart whatever the case. */
    void requireDistinct(List<String> columns) {
        if (columns.isEmpty()) {
            throw new LakesmithException(ErrorCode.SOURCE_UNREADABLE, place + ": " + shown + " has no columns to land");
        }
        Map<String, String> seen = new HashMap<>();
        for (String column : columns) {
            String earlier = seen.putIfAbsent(column.toLowerCase(Locale.ROOT), column);
            if (earlier != null) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        place + ": " + shown
                                + (earlier.equals(column)
                                        ? " has several columns named " + column
                                        : " has the columns " + earlier + " and " + column
                                                + ", which a table of the lake cannot tell apart")
                                + "; write a 'query' that gives one of them another name, with AS");
            }
        }
    }

    /** As it is written, or else as the database would write it without quotes; in the connection's schema first. */
    private static Found find(Stream stream, Connection connection, Connections connections) throws SQLException {
        String written = stream.options().get("table", String.class);
        String missing = stream.place() + ": " + Database.shown(connections.url()) + " has ";
        for (String name : spellings(written)) {
            List<Found> found = tables(name, connection);
            Optional<Found> near =
                    found.stream().filter(each -> each.isIn(schema(connection))).findFirst();
            if (near.isPresent() || found.size() == 1) {
                return near.orElseGet(() -> found.get(0));
            }
            if (found.size() > 1) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        missing + "several tables named " + written + "; write one of them: "
                                + found.stream().map(Found::shown).collect(Collectors.joining(", ")));
            }
        }
        throw new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                missing + "no table or view " + written + " that this user may see"
                        + hint(written, connection.getMetaData()));
    }

    /** Databases that fold names fold each by itself: {@code sales.Order} may be {@code SALES.Order}. */
    private static Set<String> spellings(String written) {
        String upper = written.toUpperCase(Locale.ROOT);
        String lower = written.toLowerCase(Locale.ROOT);
        int table = written.lastIndexOf('.') + 1;
        return new LinkedHashSet<>(List.of(
                written,
                upper,
                lower,
                upper.substring(0, table) + written.substring(table),
                lower.substring(0, table) + written.substring(table)));
    }

    private static String schema(Connection connection) {
        try {
            return String.valueOf(connection.getSchema());
        } catch (SQLException e) {
            // Drivers older than JDBC 4.1 cannot tell it.
            return "";
        }
    }

    private static List<Found> tables(String name, Connection connection) throws SQLException {
        List<Found> found = List.of();
        // A dot may belong to a name, if no other reading finds a table.
        for (int parts = 3; parts > 0 && found.isEmpty(); parts--) {
            found = tables(List.of(name.split("\\.", parts)), connection);
        }
        return found;
    }

    private static List<Found> tables(List<String> parts, Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String table = parts.get(parts.size() - 1);
        String outer = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
        boolean schemas = about.supportsSchemasInTableDefinitions();
        String catalog = parts.size() > 2 ? parts.get(0) : outer == null || schemas ? connection.getCatalog() : outer;
        String escape = Optional.ofNullable(about.getSearchStringEscape()).orElse("\\");
        List<Found> found = new ArrayList<>();
        try (ResultSet tables = about.getTables(
                catalog, schemas && outer != null ? escaped(outer, escape) : null, escaped(table, escape), null)) {
            while (tables.next()) {
                List<String> full = new ArrayList<>();
                Optional.ofNullable(tables.getString(schemas ? "TABLE_SCHEM" : "TABLE_CAT"))
                        .ifPresent(full::add);
                full.add(tables.getString("TABLE_NAME"));
                String type = type(tables);
                if (hasRows(type)) {
                    found.add(new Found(List.copyOf(full), type.contains("TABLE")));
                }
            }
        }
        return found;
    }

    private static String type(ResultSet tables) throws SQLException {
        return String.valueOf(tables.getString("TABLE_TYPE"));
    }

    private static boolean hasRows(String type) {
        return !type.contains("INDEX") && !type.contains("SEQUENCE") && !type.equals("TYPE");
    }

    private static String escaped(String name, String escape) {
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static String hint(String written, DatabaseMetaData about) {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = about.getTables(null, null, "%", null)) {
            while (tables.next() && names.size() < MOST_SUGGESTED) {
                String schema = tables.getString("TABLE_SCHEM");
                String name = tables.getString("TABLE_NAME");
                if (hasRows(type(tables))) {
                    names.add(written.contains(".") && schema != null ? schema + "." + name : name);
                }
            }
        } catch (SQLException e) {
            return "; its tables cannot be listed: " + e.getMessage();
        }
        return Nearest.hint(written, names);
    }
}
