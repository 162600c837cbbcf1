package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBPreparedStatement;

/** Writes the rows that a connector reads as Parquet files of a folder. */
record RecordCopy(Session session, RecordFunction function, Path folder, Progress progress) implements RecordFiles {

    @Override
    @SuppressWarnings("try") // the watch works by being open
    public List<Written> write(List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce) {
        List<RecordColumn> typed = columns.stream().map(RecordColumn::of).toList();
        List<Written> files;
        try (RecordScan scan = new RecordScan(typed, parts, atOnce)) {
            try (DuckDBPreparedStatement statement = session.prepared(copy(typed, function.sql(scan)));
                    StatementWatch watch = StatementWatch.over(statement, progress, scan::close);
                    ResultSet rows = statement.executeQuery()) {
                files = written(rows);
            } catch (SQLException e) {
                scan.rethrow();
                throw SqlFailure.of(e);
            } finally {
                function.forget(scan);
            }
        }
        try {
            for (Written file : files) {
                settle(file);
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "cannot write to landing, " + folder + ": " + e.getMessage() + "; check rights and free space",
                    e);
        }
        return files.stream().filter(file -> file.rows() > 0).toList();
    }

    private String copy(List<RecordColumn> columns, String scan) {
        return "COPY (SELECT " + columns.stream().map(RecordColumn::expression).collect(Collectors.joining(", "))
                + " FROM " + scan + ") TO " + Identifiers.literal(folder.toString())
                + " (FORMAT parquet, COMPRESSION zstd" + ParquetCopy.QUICK + ", FILE_SIZE_BYTES '"
                + ParquetCopy.TARGET_FILE_BYTES + "', FILENAME_PATTERN '{uuidv7}', APPEND true, RETURN_STATS true)";
    }

    private static List<Written> written(ResultSet rows) throws SQLException {
        List<Written> files = new ArrayList<>();
        while (rows.next()) {
            files.add(new Written(Path.of(rows.getString("filename")), rows.getLong("count")));
        }
        return files;
    }

    /** Syncs a file to disk; DuckDB writes one without rows when there are none at all. */
    private static void settle(Written file) throws IOException {
        if (file.rows() == 0) {
            Files.delete(file.file());
            return;
        }
        try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
