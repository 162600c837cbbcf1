package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.role.CalendarSql;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The SQL that gives a dimension's rows their surrogate keys and adds the unknown member and, for each member that facts
 * name and the query does not give, an inferred row.
 */
final class DimensionSql {

    static final String KEY = "_ls_key";
    private static final String RANK = "_ls_rank";
    private static final String FIRST = "_ls_first";

    private final Role.Dimension dimension;
    private final List<Column> given;
    private final List<Column> target;
    private final List<Links.Mention> mentions;
    private final Optional<String> kept;
    private final StarColumns star;

    /**
     * @param given the columns of the dimension's own query
     * @param target the columns of its table
     * @param mentions the facts that are there
     * @param kept a query of rows that stay in the table whatever this build gives
     */
    DimensionSql(
            Role.Dimension dimension,
            List<Column> given,
            List<Column> target,
            List<Links.Mention> mentions,
            Optional<String> kept,
            StarColumns star) {
        this.dimension = dimension;
        this.given = given;
        this.target = target;
        this.mentions = mentions;
        this.kept = kept;
        this.star = star;
    }

    /** A condition that is true for rows made here. */
    static String isMade(Role.Dimension dimension) {
        return "(" + Identifiers.quote(dimension.surrogate()) + " = " + Role.Dimension.UNKNOWN_KEY + " OR "
                + Identifiers.quote(Role.Dimension.INFERRED) + ")";
    }

    String over(String query) {
        String own = "own AS MATERIALIZED (SELECT " + ownKey() + " AS " + KEY + ", q.* FROM (" + query + ") AS q)";
        List<String> parts = new ArrayList<>();
        parts.add("SELECT " + KEY + surrogateAlias() + ", * EXCLUDE (" + KEY + "), false AS " + Role.Dimension.INFERRED
                + " FROM own");
        parts.add("SELECT * FROM (" + unknown() + ")" + unlessKept(surrogate()));
        members()
                .ifPresent(members ->
                        parts.add(dimension.versions().isPresent() ? beginnings(members) : inferred(members)));
        if (dimension.versions().isPresent() && !mentions.isEmpty()) {
            parts.add(new LostVersions(dimension, given, mentions, this).rows());
        }
        String rows = String.join(" UNION ALL BY NAME ", parts);
        return "WITH " + own + " SELECT " + order() + " FROM (" + rows + ")";
    }

    /** Where the key is its own surrogate, the query's column is the key already. */
    String surrogateAlias() {
        return dimension.keyIsSurrogate() ? " AS _ls_same" : " AS " + surrogate();
    }

    private String order() {
        String keys = dimension.keyIsSurrogate() ? "" : surrogate() + ", ";
        return keys + "* EXCLUDE (" + (dimension.keyIsSurrogate() ? "_ls_same" : surrogate()) + ", "
                + Role.Dimension.INFERRED + "), " + Role.Dimension.INFERRED;
    }

    private String surrogate() {
        return Identifiers.quote(dimension.surrogate());
    }

    private List<String> values(String alias) {
        List<String> types = StarColumns.types(dimension.key(), target);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add("TRY_CAST(" + alias + Identifiers.quote(dimension.key().get(i)) + " AS " + types.get(i) + ")");
        }
        return values;
    }

    String durableKey(String alias) {
        return SurrogateKey.of(dimension, values(alias), StarColumns.types(dimension.key(), target));
    }

    private String ownKey() {
        return dimension
                .versions()
                .map(versions -> "coalesce("
                        + SurrogateKey.ofVersion(
                                values("q."),
                                StarColumns.types(dimension.key(), target),
                                "q." + Identifiers.quote(versions.from()))
                        + ", " + durableKey("q.") + ")")
                .orElseGet(() -> durableKey("q."));
    }

    private String unknown() {
        String columns = given.stream()
                .map(column -> made(column) + " AS " + Identifiers.quote(column.name()))
                .collect(Collectors.joining(", "));
        String key = dimension.keyIsSurrogate()
                ? "CAST(NULL AS BIGINT) AS _ls_same"
                : "CAST(" + Role.Dimension.UNKNOWN_KEY + " AS BIGINT) AS " + surrogate();
        return "SELECT " + key + ", " + columns + ", false AS " + Role.Dimension.INFERRED;
    }

    /** What a column of a made row holds. */
    String made(Column column) {
        String name = column.name();
        boolean isKey = dimension.key().stream().anyMatch(name::equalsIgnoreCase);
        if (isKey) {
            return dimension.keyIsSurrogate()
                    ? "CAST(" + Role.Dimension.UNKNOWN_KEY + " AS " + column.type() + ")"
                    : "CAST(NULL AS " + column.type() + ")";
        }
        if (isCurrent(name)) {
            return "true";
        }
        Optional<String> declared = dimension.unknown().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
        boolean text = column.type().equals("VARCHAR")
                && StarColumns.types(List.of(name), target).equals(List.of("VARCHAR"));
        Optional<String> value = declared.or(() -> text ? Optional.of(Role.Dimension.UNKNOWN_TEXT) : Optional.empty());
        return "CAST(" + value.map(Identifiers::literal).orElse("NULL") + " AS " + column.type() + ")";
    }

    boolean isCurrent(String column) {
        return dimension.versions().flatMap(Role.Versions::current).stream().anyMatch(column::equalsIgnoreCase);
    }

    boolean isValidTo(String column) {
        return dimension.versions().flatMap(Role.Versions::to).stream().anyMatch(column::equalsIgnoreCase);
    }

    /** Each member that a fact names by its own key: that key as {@link #KEY} and k0, k1 … as the key's columns. */
    private Optional<String> members() {
        if (mentions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(mentions.stream().map(this::members).collect(Collectors.joining(" UNION ")));
    }

    private String members(Links.Mention mention) {
        String fact = Identifiers.quote(mention.fact());
        String key = Identifiers.quote(mention.reference().column());
        // The grouping is over the surrogate alone: it is a number, and as many as there are members.
        return "SELECT q." + key + " AS " + KEY + ", " + named(mention) + " FROM " + fact + " AS q WHERE q." + key
                + " <> "
                + Role.Dimension.UNKNOWN_KEY
                + (dimension.versions().isPresent() ? " AND q." + key + " = " + memberKey(mention) : "")
                + " GROUP BY q." + key;
    }

    /** What a fact's rows of one surrogate say of the member's own key: k0, k1 … */
    String named(Links.Mention mention) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < dimension.key().size(); i++) {
            String value = "q." + Identifiers.quote(mention.reference().by().get(i));
            String type =
                    StarColumns.types(List.of(dimension.key().get(i)), given).get(0);
            parts.add("any_value(TRY_CAST(" + value + " AS " + type + ")) AS k" + i);
        }
        return String.join(", ", parts);
    }

    /** The surrogate that a fact's row finds by the member's own key. */
    String memberKey(Links.Mention mention) {
        List<Column> columns = star.of("SELECT * FROM " + Identifiers.quote(mention.fact()));
        return FactSql.memberKey(mention.reference(), dimension, columns);
    }

    private String inferred(String members) {
        String missing = "SELECT * FROM (SELECT " + KEY + ", " + anyKeys() + " FROM (" + members + ") GROUP BY " + KEY
                + ") ANTI JOIN own USING (" + KEY + ")";
        String rows = "SELECT * FROM (" + missing + ")" + unlessKept(KEY);
        if (dimension.calendar().isPresent()) {
            // What can be said of a day is known without being told.
            return "SELECT " + durableKey("d.") + " AS " + surrogate() + ", d.*, true AS " + Role.Dimension.INFERRED
                    + " FROM ("
                    + CalendarSql.rows(dimension.calendar().get(), "SELECT CAST(k0 AS DATE) AS d FROM (" + rows + ")")
                    + ") AS d";
        }
        return "SELECT " + KEY + surrogateAlias() + ", " + columns("") + ", true AS " + Role.Dimension.INFERRED
                + " FROM (" + rows + ")";
    }

    String anyKeys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < dimension.key().size(); i++) {
            keys.add("any_value(k" + i + ") AS k" + i);
        }
        return String.join(", ", keys);
    }

    /** The columns of a made row; {@code otherwise} is put before each to choose a known value. */
    private String columns(String otherwise) {
        return given.stream()
                .map(column -> {
                    int key = indexOfKey(column.name());
                    String value = key >= 0 ? "k" + key : made(column);
                    return (otherwise.isEmpty() || key >= 0 ? value : chosen(column, value)) + " AS "
                            + Identifiers.quote(column.name());
                })
                .collect(Collectors.joining(", "));
    }

    int indexOfKey(String column) {
        for (int i = 0; i < dimension.key().size(); i++) {
            if (dimension.key().get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * With versions, a fact that happened before the first one, or came before it was known, keeps the member's own key:
     * that row holds until the first version begins, and looks like it as soon as it is known.
     */
    private String beginnings(String members) {
        String from = Identifiers.quote(dimension.versions().orElseThrow().from());
        String first = "SELECT " + durableKey("own.") + " AS " + FIRST + ", own.*, row_number() OVER (PARTITION BY "
                + durableKey("own.") + " ORDER BY " + from + ") AS " + RANK + " FROM own";
        return "SELECT m." + KEY + surrogateAlias() + ", " + columns("f.") + ", f." + FIRST + " IS NULL AS "
                + Role.Dimension.INFERRED + " FROM (SELECT * FROM (SELECT " + KEY + ", " + anyKeys() + " FROM ("
                + members + ") GROUP BY " + KEY + ") ANTI JOIN own USING (" + KEY + ")) AS m LEFT JOIN (SELECT * FROM ("
                + first + ") WHERE " + RANK + " = 1) AS f ON f." + FIRST + " = m." + KEY;
    }

    private String chosen(Column column, String unknown) {
        String name = column.name();
        String known = "f." + Identifiers.quote(name);
        Role.Versions versions = dimension.versions().orElseThrow();
        if (name.equalsIgnoreCase(versions.from())) {
            known = "CAST(NULL AS " + column.type() + ")";
        } else if (isValidTo(name)) {
            known = "CAST(f." + Identifiers.quote(versions.from()) + " AS " + column.type() + ")";
        } else if (isCurrent(name)) {
            known = "false";
        }
        return "CASE WHEN f." + FIRST + " IS NULL THEN " + unknown + " ELSE " + known + " END";
    }

    /** Leaves out what the table keeps anyway. */
    private String unlessKept(String key) {
        return kept.map(rows -> " ANTI JOIN (SELECT " + surrogate() + " AS " + key + " FROM (" + rows
                        + ")) AS kept USING (" + key + ")")
                .orElse("");
    }
}
