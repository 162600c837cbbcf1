package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.DeletionVectors;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.util.ContentFileUtil;
import org.duckdb.DuckDBAppender;

/** Makes the rows that deletes name readable in a session. */
final class DeletedRows {

    private final Session session;
    private final DeletionVectors vectors;

    DeletedRows(Session session, DeletionVectors vectors) {
        this.session = session;
        this.vectors = vectors;
    }

    /**
     * A new table of the session with one column, {@code place}: the {@link Place} of each row named.
     *
     * @param numbers the files of the scan to look at
     * @param files all files of the scan
     * @param deletes which deletes of a file
     * @return empty when there are no deletes
     */
    Optional<String> table(List<Integer> numbers, List<ScanFile> files, Function<ScanFile, List<DeleteFile>> deletes) {
        if (numbers.stream().allMatch(number -> deletes.apply(files.get(number)).isEmpty())) {
            return Optional.empty();
        }
        String table = session.newName("deleted");
        session.execute("CREATE TABLE " + table + " (place BIGINT)");
        positions(table, numbers, files, deletes);
        try (DuckDBAppender appender = session.connection().createAppender(session.name(), "main", table)) {
            for (int number : numbers) {
                deletes.apply(files.get(number)).stream()
                        .filter(ContentFileUtil::isDV)
                        .forEach(vector -> vectors.read(vector, row -> append(appender, Place.of(number, row))));
            }
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
        return Optional.of(table);
    }

    private static void append(DuckDBAppender appender, long place) {
        try {
            appender.beginRow();
            appender.append(place);
            appender.endRow();
        } catch (SQLException e) {
            throw new LakesmithException(
                    ErrorCode.INTERNAL_ERROR, "deleted rows cannot be listed: " + e.getMessage(), e);
        }
    }

    private void positions(
            String table, List<Integer> numbers, List<ScanFile> files, Function<ScanFile, List<DeleteFile>> deletes) {
        Map<String, DeleteFile> parquet = numbers.stream()
                .flatMap(number -> deletes.apply(files.get(number)).stream())
                .filter(delete -> !ContentFileUtil.isDV(delete))
                .collect(Collectors.toMap(DeleteFile::location, delete -> delete, (one, same) -> one, TreeMap::new));
        if (parquet.isEmpty()) {
            return;
        }
        String named = numbers.stream()
                .map(number ->
                        "(" + Identifiers.literal(files.get(number).data().location()) + ", " + number + ")")
                .collect(Collectors.joining(", "));
        session.execute("INSERT INTO " + table + " SELECT " + Place.expression("f.number", "d.pos")
                + " FROM read_parquet(" + session.files(parquet.values())
                + ", hive_partitioning=false) AS d JOIN (VALUES "
                + named
                + ") AS f(path, number) ON d.file_path = f.path");
    }
}
