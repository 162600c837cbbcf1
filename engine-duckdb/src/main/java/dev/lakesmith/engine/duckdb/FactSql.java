package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;

/** The SQL that gives a fact's rows the surrogate keys of their dimensions. Each row of the query gives one row. */
final class FactSql {

    private final List<Links.Lookup> lookups;
    private final List<Column> target;
    private final StarColumns star;

    /**
     * @param target the columns of the fact's table
     * @param star finds the columns of other tables
     */
    FactSql(List<Links.Lookup> lookups, List<Column> target, StarColumns star) {
        this.lookups = lookups;
        this.target = target;
        this.star = star;
    }

    String over(String query) {
        List<String> keys = new ArrayList<>();
        StringBuilder from = new StringBuilder(" FROM (" + query + ") AS q");
        for (int i = 0; i < lookups.size(); i++) {
            Links.Lookup lookup = lookups.get(i);
            keys.add("coalesce(" + key(lookup, "v" + i, from) + ", " + Role.Dimension.UNKNOWN_KEY + ") AS "
                    + Identifiers.quote(lookup.reference().column()));
        }
        keys.add("q.*");
        return "SELECT " + String.join(", ", keys) + from;
    }

    private String key(Links.Lookup lookup, String alias, StringBuilder from) {
        String member = memberKey(lookup.reference(), lookup.dimension(), target);
        boolean asksTable = lookup.reference().missing() == Role.Missing.UNKNOWN;
        if (lookup.dimension().versions().isPresent()) {
            Role.Versions versions = lookup.dimension().versions().get();
            String rows = lookup.versions()
                    .map(query -> versions(lookup.dimension(), Rendered.sql(query), versions))
                    .orElseGet(() -> keptVersions(lookup, versions));
            from.append(" ASOF LEFT JOIN (" + rows + ") AS " + alias + " ON " + alias + ".member = " + member
                    + " AND CAST(q."
                    + Identifiers.quote(lookup.reference().asOf().orElseThrow()) + " AS TIMESTAMP) >= " + alias
                    + ".begins");
            return alias + ".key" + (asksTable ? "" : ", " + member);
        }
        if (asksTable) {
            String surrogate = Identifiers.quote(lookup.dimension().surrogate());
            from.append(" LEFT JOIN (SELECT " + surrogate + " AS key FROM "
                    + Identifiers.quote(lookup.reference().of()) + ") AS " + alias + " ON " + alias + ".key = "
                    + member);
            return alias + ".key";
        }
        return member;
    }

    /** The key that a fact's row finds by itself; NULL when a part of it is NULL. */
    static String memberKey(Role.Reference reference, Role.Dimension dimension, List<Column> fact) {
        List<String> types = StarColumns.types(reference.by(), fact);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add("TRY_CAST(q." + Identifiers.quote(reference.by().get(i)) + " AS " + types.get(i) + ")");
        }
        return SurrogateKey.of(dimension, values, types);
    }

    private String versions(Role.Dimension dimension, String query, Role.Versions versions) {
        List<String> types = StarColumns.types(dimension.key(), star.of(query));
        List<String> values = dimension.key().stream()
                .map(key -> "d." + Identifiers.quote(key))
                .toList();
        String from = "d." + Identifiers.quote(versions.from());
        return "SELECT " + SurrogateKey.of(dimension, values, types) + " AS member, CAST(" + from
                + " AS TIMESTAMP) AS begins, " + SurrogateKey.ofVersion(values, types, from) + " AS key FROM ("
                + query + ") AS d WHERE " + from + " IS NOT NULL";
    }

    private String keptVersions(Links.Lookup lookup, Role.Versions versions) {
        String query = "SELECT * FROM " + Identifiers.quote(lookup.reference().of());
        Role.Dimension dimension = lookup.dimension();
        List<String> types = StarColumns.types(dimension.key(), star.of(query));
        List<String> values = dimension.key().stream()
                .map(key -> "d." + Identifiers.quote(key))
                .toList();
        String from = Identifiers.quote(versions.from());
        return "SELECT " + SurrogateKey.of(dimension, values, types) + " AS member, coalesce(CAST(d." + from
                + " AS TIMESTAMP), TIMESTAMP '-infinity') AS begins, d." + Identifiers.quote(dimension.surrogate())
                + " AS key FROM (" + query + ") AS d"
                + versions.to()
                        .map(to -> " WHERE (d." + from + " = d." + Identifiers.quote(to) + ") IS NOT TRUE")
                        .orElse("");
    }
}
