package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.Locations;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;

/**
 * Merges sound rows into a table by key, copy-on-write: only data files that hold a row to be replaced are written
 * anew. Of several incoming rows with one key one wins: the highest {@code latest_by}, then the latest batch, then the
 * greatest values, so that it is the same one each time. A row that is older than the table's, or equal to it, changes
 * nothing.
 */
final class MergeBuild {

    private static final String INCOMING = "_ls_incoming";
    private static final String MATCHES = "_ls_matches";

    private final Session session;
    private final Model model;
    private final List<Column> columns;
    private final Optional<LakeTable> existing;
    private final TableDraft draft;
    private final Progress progress;
    private final String keys;
    private long written;

    MergeBuild(Session session, BuildRequest request, LakeView view, TableDraft draft, Progress progress) {
        this.session = session;
        this.model = request.model();
        this.columns = request.columns();
        this.existing = request.reading() instanceof Reading.Rebuild ? Optional.empty() : view.table(model.name());
        this.draft = draft;
        this.progress = progress;
        this.keys = model.uniqueKey().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    /** How many incoming rows are in the table afterwards. */
    long written() {
        return written;
    }

    /**
     * Writes the data files of the merged table.
     *
     * @param sound a query of the rows to merge, with their {@link RowOrigin#BATCH}
     * @param drops gets the rows left out, by reason
     */
    RowChange run(String sound, Map<String, Long> drops) {
        long offered = session.number("SELECT count(*) FROM (" + sound + ")");
        if (existing.isEmpty()) {
            WrittenFiles files = ParquetCopy.write(session, draft, winners(sound), progress);
            written = files.rows();
            drops.put("deduplicated", offered - written);
            return new RowChange.ReplaceAll(files);
        }
        session.execute("CREATE TABLE " + INCOMING + " AS " + winners(sound), progress);
        written = session.number("SELECT count(*) FROM " + INCOMING);
        drops.put("deduplicated", offered - written);
        return mergeInto(existing.get(), drops);
    }

    private String winners(String sound) {
        String order = Stream.of(
                        model.latestBy().stream().map(Identifiers::quote),
                        Stream.of(RowOrigin.BATCH),
                        columns.stream().map(column -> Identifiers.quote(column.name())))
                .flatMap(Function.identity())
                .map(column -> column + " DESC NULLS LAST")
                .collect(Collectors.joining(", "));
        String names = names();
        // Only keys that occur twice are sorted: on mostly unique keys this halves the cost of ranking every row.
        String twice = "SELECT " + keys + " FROM sound GROUP BY " + keys + " HAVING count(*) > 1";
        return "WITH sound AS (" + sound + "), twice AS MATERIALIZED (" + twice + ") SELECT " + names
                + " FROM sound ANTI JOIN twice USING (" + keys + ") UNION ALL SELECT " + names
                + " FROM (SELECT * FROM sound SEMI JOIN twice USING (" + keys
                + ") QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY " + order + ") = 1)";
    }

    private RowChange mergeInto(LakeTable table, Map<String, Long> drops) {
        List<DataFile> files = table.files();
        String current = new TableScan(table.schema(), files).sqlWithFile("_ls_file");
        String older = model.latestBy()
                .map(column -> "coalesce(t." + Identifiers.quote(column) + " > i." + Identifiers.quote(column) + ", t."
                        + Identifiers.quote(column) + " IS NOT NULL)")
                .orElse("false");
        String same = columns.stream()
                .map(column -> "t." + Identifiers.quote(column.name()) + " IS NOT DISTINCT FROM i."
                        + Identifiers.quote(column.name()))
                .collect(Collectors.joining(" AND "));
        session.execute(
                "CREATE TABLE " + MATCHES + " AS SELECT i.rowid AS _ls_row, t._ls_file, " + older + " AS older, " + same
                        + " AS same FROM (" + current + ") t JOIN " + INCOMING + " i ON "
                        + model.uniqueKey().stream()
                                .map(key -> "t." + Identifiers.quote(key) + " = i." + Identifiers.quote(key))
                                .collect(Collectors.joining(" AND ")),
                progress);
        long unchanged = session.number("SELECT count(*) FROM " + MATCHES + " WHERE same");
        long superseded = session.number("SELECT count(*) FROM " + MATCHES + " WHERE older AND NOT same");
        drops.put("unchanged", unchanged);
        drops.put("superseded", superseded);
        written -= unchanged + superseded;
        session.execute("DELETE FROM " + INCOMING + " WHERE rowid IN (SELECT _ls_row FROM " + MATCHES
                + " WHERE same OR older)");
        Set<String> touched =
                session.query("SELECT DISTINCT _ls_file FROM " + MATCHES + " WHERE NOT same AND NOT older", rows -> {
                    Set<String> paths = new HashSet<>();
                    while (rows.next()) {
                        paths.add(rows.getString(1));
                    }
                    return paths;
                });
        List<DataFile> removed = files.stream()
                .filter(file -> touched.contains(Locations.path(file.location()).toString()))
                .toList();
        String kept = removed.isEmpty()
                ? ""
                : "SELECT " + names() + " FROM (" + new TableScan(table.schema(), removed).sql() + ") ANTI JOIN "
                        + INCOMING + " USING (" + keys + ") UNION ALL ";
        WrittenFiles added = written == 0
                ? WrittenFiles.NONE
                : ParquetCopy.write(session, draft, kept + "SELECT " + names() + " FROM " + INCOMING, progress);
        return new RowChange.Rewrite(removed, added);
    }

    private String names() {
        return columns.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
    }
}
