package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a dimension for versions that facts point to and that are not there any more: a late row moves the
 * beginning of a version, and its key is made of it. Such a row has the values of the version of the fact's moment. It
 * holds at no moment, so that whoever looks for a member by time finds one row as before.
 */
final class LostVersions {

    private static final String MEMBER = "_ls_member";
    private static final String MOMENT = "_ls_moment";
    private static final String BEGINS = "_ls_begins";

    private final Role.Dimension dimension;
    private final List<Column> given;
    private final List<Links.Mention> mentions;
    private final DimensionSql rows;

    LostVersions(Role.Dimension dimension, List<Column> given, List<Links.Mention> mentions, DimensionSql rows) {
        this.dimension = dimension;
        this.given = given;
        this.mentions = mentions;
        this.rows = rows;
    }

    /** A query of them, with the columns of the dimension's other rows; {@code own} gives its versions. */
    String rows() {
        String key = DimensionSql.KEY;
        String named = mentions.stream().map(this::named).collect(Collectors.joining(" UNION ALL "));
        String lost = "SELECT " + key + ", any_value(" + MEMBER + ") AS " + MEMBER + ", min(" + MOMENT + ") AS "
                + MOMENT + ", " + rows.anyKeys() + " FROM (" + named + ") ANTI JOIN own USING (" + key + ") GROUP BY "
                + key;
        String from = "own." + Identifiers.quote(versions().from());
        String own = "SELECT own.* EXCLUDE (" + key + "), " + rows.durableKey("own.") + " AS " + MEMBER + ", CAST("
                + from + " AS TIMESTAMP) AS " + BEGINS + ", row_number() OVER (PARTITION BY " + rows.durableKey("own.")
                + " ORDER BY " + from + ") = 1 AS _ls_is_first FROM own";
        String columns = given.stream()
                .map(column -> value(column) + " AS " + Identifiers.quote(column.name()))
                .collect(Collectors.joining(", "));
        return "SELECT m." + key + rows.surrogateAlias() + ", " + columns + ", f." + MEMBER + " IS NULL AS "
                + Role.Dimension.INFERRED + " FROM (" + lost + ") AS m LEFT JOIN (" + own + ") AS f ON f." + MEMBER
                + " = m." + MEMBER + " AND (f." + BEGINS + " <= m." + MOMENT + " OR f._ls_is_first)"
                + " QUALIFY row_number() OVER (PARTITION BY m." + key + " ORDER BY f." + BEGINS
                + " DESC NULLS LAST) = 1";
    }

    private String named(Links.Mention mention) {
        String key = "q." + Identifiers.quote(mention.reference().column());
        String member = rows.memberKey(mention);
        String moment = "q." + Identifiers.quote(mention.reference().asOf().orElseThrow());
        return "SELECT " + key + " AS " + DimensionSql.KEY + ", any_value(" + member + ") AS " + MEMBER + ", min(CAST("
                + moment + " AS TIMESTAMP)) AS " + MOMENT + ", " + rows.named(mention) + " FROM "
                + Identifiers.quote(mention.fact()) + " AS q WHERE " + key + " <> " + Role.Dimension.UNKNOWN_KEY
                + " AND " + key + " <> " + member + " GROUP BY " + key;
    }

    private String value(Column column) {
        String name = column.name();
        int key = rows.indexOfKey(name);
        if (key >= 0) {
            return "k" + key;
        } else if (rows.isCurrent(name)) {
            return "false";
        }
        boolean holds = name.equalsIgnoreCase(versions().from()) || rows.isValidTo(name);
        if (holds && versions().to().isEmpty()) {
            return "CAST(NULL AS " + column.type() + ")";
        }
        String known = "f." + Identifiers.quote(holds ? versions().from() : name);
        return "CASE WHEN f." + MEMBER + " IS NULL THEN " + rows.made(column) + " ELSE CAST(" + known + " AS "
                + column.type() + ") END";
    }

    private Role.Versions versions() {
        return dimension.versions().orElseThrow();
    }
}
