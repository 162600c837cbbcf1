package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.lake.DeletionVectors;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * Takes rows out of a table and puts others in. For each data file that loses rows the cheaper way is chosen: a file
 * that loses all is dropped, a small one or one that loses much is written anew, and in the others the rows are marked:
 * by position deletes, or from format version 3 on by deletion vectors.
 */
final class RowRemoval {

    /** Writing a file of this size anew costs about as much as writing and later reading a delete file. */
    private static final long SMALL_FILE_BYTES = 4L << 20;

    /** From this share on, reading past the deleted rows soon costs more than writing the others anew. */
    private static final double MUCH = 0.2;

    private static final int VECTORS_FROM_VERSION = 3;

    private final Session session;
    private final LakeTable table;
    private final TableDraft draft;
    private final Progress progress;
    private final List<ScanFile> files;
    private final TableScan scan;

    RowRemoval(Session session, LakeTable table, TableDraft draft, Progress progress) {
        this.session = session;
        this.table = table;
        this.draft = draft;
        this.progress = progress;
        this.files = table.files();
        this.scan = TableScan.of(session, table, files);
    }

    /** The table's rows, each with its {@link Place} in a column of that name. */
    String current(String placeColumn) {
        return scan.sqlWithPlace(placeColumn);
    }

    /** As {@link #current(String)}, of those files only that hold a row of which a table of places says so. */
    String current(String placeColumn, String places, String condition) {
        Set<Integer> numbers = session.query(
                "SELECT DISTINCT " + Place.file("place") + " FROM " + places + " WHERE " + condition, rows -> {
                    Set<Integer> found = new HashSet<>();
                    while (rows.next()) {
                        found.add(rows.getInt(1));
                    }
                    return found;
                });
        return current(placeColumn, numbers::contains);
    }

    /** As {@link #current(String)}, of some files only. */
    String current(String placeColumn, IntPredicate chosen) {
        return scan.sqlWithPlace(placeColumn, chosen);
    }

    /** As {@link LakeTable#filesReaching}, of the files as this numbers them. */
    Set<Integer> filesReaching(String column, long value) {
        Set<String> locations = table.filesReaching(column, value);
        return IntStream.range(0, files.size())
                .filter(number -> locations.contains(files.get(number).data().location()))
                .boxed()
                .collect(Collectors.toSet());
    }

    /** The numbers of all files. */
    Set<Integer> files() {
        return IntStream.range(0, files.size()).boxed().collect(Collectors.toSet());
    }

    /**
     * Writes what is needed.
     *
     * @param places a table of the session; its only column holds the {@link Place} of each row that goes, once
     * @param incoming a query of the rows that come, with the draft's columns
     * @param incomingRows how many those are
     */
    RowChange replace(String places, String incoming, long incomingRows) {
        Map<Integer, Long> losses = losses(places);
        Set<Integer> rewritten = new HashSet<>();
        Map<Integer, Long> marked = new TreeMap<>();
        List<ScanFile> gone = new ArrayList<>();
        losses.forEach((number, lost) -> {
            ScanFile file = files.get(number);
            boolean all = lost >= file.rows();
            boolean small = file.data().fileSizeInBytes() <= SMALL_FILE_BYTES;
            if (!all && !small && !mustBeRewritten(file) && lost < file.rows() * MUCH) {
                marked.put(number, lost);
                return;
            }
            gone.add(file);
            if (!all) {
                rewritten.add(number);
            }
        });
        WrittenFiles added = rewritten.isEmpty() && incomingRows == 0
                ? WrittenFiles.NONE
                : ParquetCopy.write(session, draft, rows(places, rewritten, incoming), progress);
        DeletionVectors.Written deletes = marked.isEmpty()
                ? new DeletionVectors.Written(List.of(), List.of())
                : table.formatVersion() >= VECTORS_FROM_VERSION ? vectors(places, marked) : positions(places, marked);
        return new RowChange.Replace(gone, deletes.vectors(), deletes.superseded(), added);
    }

    /** A deletion vector would hide the rows that position deletes of the older format name. */
    private boolean mustBeRewritten(ScanFile file) {
        return table.formatVersion() >= VECTORS_FROM_VERSION
                && file.without().stream().anyMatch(delete -> !ContentFileUtil.isDV(delete));
    }

    private Map<Integer, Long> losses(String places) {
        return session.query(
                "SELECT " + Place.file("place") + " AS number, count(*) AS lost FROM " + places
                        + " GROUP BY number ORDER BY number",
                rows -> {
                    Map<Integer, Long> losses = new LinkedHashMap<>();
                    while (rows.next()) {
                        losses.put(rows.getInt("number"), rows.getLong("lost"));
                    }
                    return losses;
                });
    }

    private String rows(String places, Set<Integer> rewritten, String incoming) {
        if (rewritten.isEmpty()) {
            return incoming;
        }
        String names = draft.columns().stream()
                .map(Column::name)
                .map(Identifiers::quote)
                .collect(Collectors.joining(", "));
        // By name: rows that are there already do not have the columns that the draft adds.
        return "SELECT * EXCLUDE (_ls_place) FROM (" + scan.sqlWithPlace("_ls_place", rewritten::contains)
                + ") AS kept ANTI JOIN " + places + " AS gone ON kept._ls_place = gone.place UNION ALL BY NAME SELECT "
                + names + " FROM (" + incoming + ")";
    }

    private DeletionVectors.Written positions(String places, Map<Integer, Long> marked) {
        List<DeleteFile> deletes = new ArrayList<>();
        marked.forEach((number, lost) -> {
            ScanFile file = files.get(number);
            String rows = "SELECT " + Identifiers.literal(file.data().location()) + " AS file_path, "
                    + Place.row("place") + " AS pos FROM " + places + " WHERE " + Place.file("place") + " = " + number
                    + " ORDER BY pos";
            try (Outbox out = draft.newFiles()) {
                deletes.add(session.query(PositionDeletes.copy(rows, out.folder()), progress, result -> {
                    result.next();
                    return positionDeletes(file, result, out);
                }));
            }
        });
        return new DeletionVectors.Written(deletes, List.of());
    }

    private DeleteFile positionDeletes(ScanFile file, ResultSet result, Outbox out) throws SQLException {
        Path written = Path.of(result.getString("filename"));
        out.deliver(List.of(written));
        return FileMetadata.deleteFileBuilder(draft.spec(file.data().specId()))
                .ofPositionDeletes()
                .withPartition(file.data().partition())
                .withReferencedDataFile(file.data().location())
                .withPath(out.location(written))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(result.getLong("file_size_bytes"))
                .withRecordCount(result.getLong("count"))
                .build();
    }

    private DeletionVectors.Written vectors(String places, Map<Integer, Long> marked) {
        Map<ScanFile, long[]> rows = new LinkedHashMap<>();
        marked.forEach((number, lost) -> rows.put(files.get(number), rowsOf(places, number, lost)));
        return table.deletionVectors().write(rows, draft);
    }

    private long[] rowsOf(String places, int number, long lost) {
        return session.query(
                "SELECT " + Place.row("place") + " AS pos FROM " + places + " WHERE " + Place.file("place") + " = "
                        + number,
                result -> {
                    LongStream.Builder rows = LongStream.builder();
                    for (long i = 0; i < lost && result.next(); i++) {
                        rows.add(result.getLong(1));
                    }
                    return rows.build().toArray();
                });
    }
}
