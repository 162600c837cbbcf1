package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.core.project.Versioning;
import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.core.project.Versioning.HardDeletes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL between versions and events. An event is what was known of a key at one moment: its values, or that it was
 * gone. Versions taken apart give the events they were made of, and the events of a key, put together again with new
 * ones, give its versions: so a late event ends up where it belongs.
 */
final class VersionChain {

    /** The moment of an event. */
    static final String AT = "_ls_at";

    /** Whether the key was gone; the other columns then mean nothing. */
    static final String GONE = "_ls_gone";

    /** Of events of one key at one moment the one of the highest rank counts. */
    static final String RANK = "_ls_rank";

    /** Whether the event stands for a row of the query. */
    static final String COUNTS = "_ls_counts";

    /** Whether a version begins with the event. */
    static final String STARTS = "_ls_starts";

    static final String EVENT_COLUMNS = AT + ", " + GONE + ", " + RANK + ", " + COUNTS;

    private static final String FROM = Identifiers.quote(VersionColumns.VALID_FROM);
    private static final String TO = Identifiers.quote(VersionColumns.VALID_TO);
    private static final String CURRENT = Identifiers.quote(VersionColumns.IS_CURRENT);
    private static final String DELETED = Identifiers.quote(VersionColumns.IS_DELETED);
    private static final String CONFIRMED = Identifiers.quote(VersionColumns.CONFIRMED_AT);

    private final Versioning versioning;
    private final List<String> keys;
    private final List<Column> given;

    VersionChain(Model model, List<Column> given) {
        this.versioning = model.versioning().orElseThrow();
        this.keys = model.uniqueKey();
        this.given = given;
    }

    /** The key's columns, separated by commas. */
    String keys() {
        return keys.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** The query's columns, separated by commas. */
    String names() {
        return given.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
    }

    /** Whether the table says of each version if its key was gone. */
    boolean tellsDeleted() {
        return versioning.hardDeletes() == HardDeletes.NEW_RECORD;
    }

    /** The column with the time of a change. */
    Optional<String> updatedAt() {
        return versioning.change() instanceof Change.UpdatedAt updated
                ? Optional.of(updated.column())
                : Optional.empty();
    }

    /** A condition on a version: its key was not gone. */
    String living(String alias) {
        return tellsDeleted() ? "NOT coalesce(" + alias + "." + DELETED + ", false)" : "true";
    }

    /** The columns in which two rows of a key must differ to be two versions. */
    List<String> compared() {
        if (versioning.change() instanceof Change.Compared compared
                && !compared.columns().isEmpty()) {
            return compared.columns();
        }
        return given.stream()
                .map(Column::name)
                .filter(name ->
                        Stream.concat(keys.stream(), updatedAt().stream()).noneMatch(name::equalsIgnoreCase))
                .toList();
    }

    /** The last moment that a version knows of. */
    String lastMoment() {
        return "max(greatest(" + FROM + ", " + TO + (updatedAt().isPresent() ? ", list_max(" + CONFIRMED + ")" : "")
                + "))";
    }

    /** Of the events that versions were made of, those with values. */
    String sightings(String versions) {
        String living = living("v");
        String old = "false AS " + GONE + ", 1 AS " + RANK + ", false AS " + COUNTS;
        String began = "SELECT " + names() + ", " + FROM + " AS " + AT + ", " + old + " FROM " + versions
                + " AS v WHERE " + living;
        String confirmed = updatedAt()
                .map(column -> " UNION ALL SELECT * REPLACE (CAST(" + AT + " AS " + type(column) + ") AS "
                        + Identifiers.quote(column) + ") FROM (SELECT " + names() + ", unnest(" + CONFIRMED + ") AS "
                        + AT
                        + ", " + old + " FROM " + versions + " AS v WHERE " + living + ")")
                .orElse("");
        return began + confirmed;
    }

    /** The events that versions were made of. */
    String events(String versions) {
        String living = living("v");
        String gone = "true AS " + GONE + ", 1 AS " + RANK + ", false AS " + COUNTS;
        String deleted = tellsDeleted()
                ? " UNION ALL SELECT " + names() + ", " + FROM + " AS " + AT + ", " + gone + " FROM " + versions
                        + " AS v WHERE NOT (" + living + ")"
                : "";
        String ended = " UNION ALL SELECT " + names() + ", " + TO + " AS " + AT + ", " + gone + " FROM (SELECT *, lead("
                + FROM + ") OVER (PARTITION BY " + keys() + " ORDER BY " + FROM + ") AS _ls_next FROM " + versions
                + ") AS v WHERE " + TO + " IS DISTINCT FROM _ls_next AND " + living;
        return sightings(versions) + deleted + ended;
    }

    private String type(String column) {
        return given.stream()
                .filter(each -> each.name().equalsIgnoreCase(column))
                .map(Column::type)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Events that give rows anew to the versions in which they came back: those begin later than their rows say.
     *
     * @param fresh rows as they are now
     * @param versions of their keys
     */
    String cameBack(String fresh, String versions) {
        String column = Identifiers.quote(updatedAt().orElseThrow());
        String names = given.stream()
                .map(each -> "f." + Identifiers.quote(each.name()))
                .collect(Collectors.joining(", "));
        return "SELECT " + names + ", v." + FROM + ", false, 2, false FROM " + fresh + " AS f JOIN " + versions
                + " AS v ON "
                + keys.stream()
                        .map(Identifiers::quote)
                        .map(key -> "f." + key + " = v." + key)
                        .collect(Collectors.joining(" AND "))
                + " AND v." + column + " = f." + column + " WHERE v." + FROM + " <> f." + AT + " AND " + living("v");
    }

    /** The events in order, each with {@link #STARTS} and the number of its version. */
    String numbered(String events) {
        String window = " OVER (PARTITION BY " + keys() + " ORDER BY " + AT + ")";
        String first = "coalesce(lag(" + GONE + ")" + window + ", true)";
        String changed = updatedAt().isEmpty()
                ? "true"
                : compared().stream()
                        .map(Identifiers::quote)
                        .map(column -> column + " IS DISTINCT FROM lag(" + column + ")" + window)
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(" OR "), text -> text.isEmpty() ? "false" : "(" + text + ")"));
        String single = "SELECT * FROM (" + events + ") QUALIFY row_number() OVER (PARTITION BY " + keys() + ", " + AT
                + " ORDER BY " + RANK + " DESC) = 1";
        String marked = "SELECT *, CASE WHEN " + GONE + " THEN NOT " + first + " ELSE " + first + " OR " + changed
                + " END AS " + STARTS + " FROM (" + single + ")";
        return "SELECT *, sum(CASE WHEN " + STARTS + " THEN 1 ELSE 0 END) OVER (PARTITION BY " + keys() + " ORDER BY "
                + AT + " ROWS UNBOUNDED PRECEDING) AS _ls_version FROM (" + marked + ")";
    }

    /** The versions, with all columns of the table. */
    String versions(String numbered) {
        String window = " OVER (PARTITION BY " + keys() + " ORDER BY " + AT + ")";
        String begun = "SELECT *, lead(" + AT + ")" + window + " AS _ls_until FROM " + numbered + " WHERE " + STARTS;
        String columns = updatedAt().isEmpty() ? "" : ", c._ls_later AS " + CONFIRMED;
        String later = updatedAt().isEmpty()
                ? ""
                : " LEFT JOIN (SELECT " + keys() + ", _ls_version, list(" + AT + " ORDER BY " + AT
                        + ") AS _ls_later FROM " + numbered + " WHERE NOT " + STARTS + " AND NOT " + GONE + " GROUP BY "
                        + keys() + ", _ls_version) AS c USING (" + keys() + ", _ls_version)";
        String values = tellsDeleted()
                ? given.stream()
                        .map(column -> Identifiers.quote(column.name()))
                        .map(name -> "CASE WHEN " + GONE + " THEN lag(" + name + ")" + window + " ELSE " + name
                                + " END AS " + name)
                        .collect(Collectors.joining(", "))
                : names();
        String deleted = tellsDeleted() ? ", " + GONE + " AS " + DELETED : "";
        return "SELECT " + names() + ", " + AT + " AS " + FROM + ", _ls_until AS " + TO + ", _ls_until IS NULL AS "
                + CURRENT + deleted + columns + " FROM (SELECT " + values + ", " + AT + ", " + GONE
                + ", _ls_until, _ls_version FROM (" + begun + "))" + later
                + (tellsDeleted() ? "" : " WHERE NOT " + GONE);
    }
}
