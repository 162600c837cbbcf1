package dev.lakesmith.engine.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typed rows of connectors become Parquet files, each value as it was. */
final class RecordFilesTest {

    private static final int ROWS = 5_000;

    private final Path folder;
    private final SqlAnalyzer sql = SqlAnalyzer.open();
    private final DuckDbEngine engine;

    RecordFilesTest(@TempDir Path folder) {
        this.folder = folder;
        this.engine = DuckDbEngine.of(new DuckDbSettings(512L << 20, 2, folder.resolve("spill")), Lake.at(folder), sql);
    }

    @AfterEach
    void close() {
        engine.close();
        sql.close();
    }

    /** Gives rows numbered from a start on, as one column of numbers. */
    private static final class Numbers implements RecordReader {
        private final AtomicInteger closed;
        private final int end;
        private int next;

        Numbers(int start, AtomicInteger closed) {
            this.next = start;
            this.end = start + ROWS;
            this.closed = closed;
        }

        @Override
        public int read(RecordBatch batch) {
            int count = Math.min(batch.capacity(), end - next);
            for (int row = 0; row < count; row++) {
                batch.setLong(0, row, next++);
            }
            return count;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private RecordFiles files() {
        return engine.recordFiles(folder);
    }

    private List<String> rows(String query) throws SQLException {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows =
                        statement.executeQuery(query.replace("$files", "read_parquet('" + folder + "/*.parquet')"))) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                found.add(String.join("|", values));
            }
            return found;
        }
    }

    @Test
    void everyPartIsReadOnceAndClosed() throws SQLException {
        AtomicInteger closed = new AtomicInteger();
        List<Supplier<RecordReader>> parts = new ArrayList<>();
        for (int part = 0; part < 7; part++) {
            int start = part * ROWS;
            parts.add(() -> new Numbers(start, closed));
        }

        List<RecordFiles.Written> written = files().write(List.of(new Column("n", "BIGINT")), parts, 2);

        assertThat(written.stream().mapToLong(RecordFiles.Written::rows).sum()).isEqualTo(7L * ROWS);
        assertThat(rows("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM $files"))
                .containsExactly("35000|35000|0|34999");
        assertThat(closed).hasValue(7);
    }

    @Test
    void partsWithoutRowsMakeNoFile() {
        RecordReader none = new RecordReader() {
            @Override
            public int read(RecordBatch batch) {
                return 0;
            }

            @Override
            public void close() {}
        };

        assertThat(files().write(List.of(new Column("n", "BIGINT")), List.of(() -> none, () -> none), 4))
                .isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    /** Copies of remote files are named by hashes, so that their names tell nothing. */
    @Test
    void theOrderOfTheFilesTellsTheirAgeAndNotTheirNames() throws SQLException {
        List<Column> columns =
                List.of(new Column("n", "BIGINT"), new Column("v", "VARCHAR"), new Column("gone", "BOOLEAN"));
        Path oldest = parquet("c", "SELECT 1 AS n, 'old' AS v, false AS gone UNION ALL SELECT 2, 'old', false");
        Path middle = parquet("b", "SELECT 1 AS n, 'new' AS v, false AS gone UNION ALL SELECT 2, 'old', true");
        Path newest = parquet("a", "SELECT 3 AS n, 'x' AS v, false AS gone");
        Supplier<RecordReader> none = () -> new Numbers(10, new AtomicInteger());

        List<RecordFiles.Written> written = files().writeGone(
                        columns,
                        List.of(none),
                        new RecordFiles.Gone(
                                List.of(oldest, middle, newest), List.of(new Column("n", "BIGINT")), "gone"));

        assertThat(rows("SELECT n, v, gone FROM read_parquet('" + written.get(0).file() + "') ORDER BY n"))
                .containsExactly("1|new|true", "3|x|true");
    }

    private Path parquet(String name, String query) throws SQLException {
        Path file = folder.resolve("known-" + name);
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    @Test
    void everyTypeKeepsItsValuesAndItsNulls() throws SQLException {
        List<Column> columns = List.of(
                new Column("flag", "BOOLEAN"),
                new Column("small", "INTEGER"),
                new Column("large", "BIGINT"),
                new Column("real", "FLOAT"),
                new Column("double", "DOUBLE"),
                new Column("money", "DECIMAL(38,10)"),
                new Column("day", "DATE"),
                new Column("at", "TIMESTAMP"),
                new Column("moment", "TIMESTAMP WITH TIME ZONE"),
                new Column("hour", "TIME"),
                new Column("te\"xt", "VARCHAR"),
                new Column("id", "UUID"),
                new Column("bytes", "BLOB"),
                new Column("list", "INTEGER[]"),
                new Column("object", "STRUCT(a INTEGER, b VARCHAR)"));
        RecordReader reader = new RecordReader() {
            private boolean read;

            @Override
            public int read(RecordBatch batch) {
                if (read) {
                    return 0;
                }
                read = true;
                batch.setBoolean(0, 0, true);
                batch.setInt(1, 0, Integer.MIN_VALUE);
                batch.setLong(2, 0, Long.MIN_VALUE);
                batch.setDouble(3, 0, 0.5);
                batch.setDouble(4, 0, -1e300);
                batch.setDecimal(5, 0, new BigDecimal("-1234567890123456789012345678.0123456789"));
                batch.setInt(6, 0, -1);
                batch.setLong(7, 0, -1);
                batch.setLong(8, 0, 1_700_000_000_123_456L);
                batch.setLong(9, 0, 86_399_999_999L);
                batch.setText(10, 0, "Grüße, 世界 \uD83D\uDE00".getBytes(UTF_8));
                batch.setText(11, 0, "0b6d3f2c-8f9e-4a77-9c3a-000000000001".getBytes(UTF_8));
                batch.setText(12, 0, "00ff10".getBytes(UTF_8));
                batch.setText(13, 0, "[1,null,3]".getBytes(UTF_8));
                batch.setText(14, 0, "{\"a\":1,\"b\":\"x\"}".getBytes(UTF_8));
                for (int column = 0; column < columns.size(); column++) {
                    batch.setNull(column, 1);
                }
                return 2;
            }

            @Override
            public void close() {}
        };

        files().write(columns, List.of(() -> reader), 1);

        assertThat(rows("SELECT * FROM $files ORDER BY flag NULLS LAST"))
                .containsExactly(
                        "true|-2147483648|-9223372036854775808|0.5|-1.0E300|-1234567890123456789012345678.0123456789"
                                + "|1969-12-31|1969-12-31 23:59:59.999999|2023-11-14T22:13:20.123456Z|23:59:59.999999"
                                + "|Grüße, 世界 \uD83D\uDE00|0b6d3f2c-8f9e-4a77-9c3a-000000000001|\\x00\\xFF\\x10|[1, NULL, 3]|{'a': 1, 'b': x}",
                        "null|null|null|null|null|null|null|null|null|null|null|null|null|null|null");
        assertThat(rows("DESCRIBE SELECT * FROM $files"))
                .extracting(row -> row.split("\\|", -1)[1])
                .containsExactlyElementsOf(columns.stream().map(Column::type).toList());
    }

    @Test
    void aPartThatFailsFailsAllWithItsOwnError() {
        AtomicInteger closed = new AtomicInteger();
        RecordReader failing = new RecordReader() {
            @Override
            public int read(RecordBatch batch) {
                throw new LakesmithException(ErrorCode.SOURCE_UNREADABLE, "the server went away");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };

        assertThatThrownBy(() -> files().write(
                                List.of(new Column("n", "BIGINT")),
                                List.of(() -> new Numbers(0, closed), () -> failing),
                                2))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("the server went away")
                .extracting(e -> ((LakesmithException) e).code())
                .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
        assertThat(closed).hasValue(2);
    }

    @Test
    void anInterruptEndsAReadThatWaitsForItsSource() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        RecordReader silent = new RecordReader() {
            @Override
            public int read(RecordBatch batch) {
                waiting.countDown();
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new LakesmithException(ErrorCode.SOURCE_UNREADABLE, "closed");
            }

            @Override
            public void close() {
                ended.countDown();
            }
        };
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            try {
                files().write(List.of(new Column("n", "BIGINT")), List.of(() -> silent), 1);
            } catch (LakesmithException e) {
                failure.set(e);
            }
        });
        writer.start();
        waiting.await();

        writer.interrupt();
        writer.join();

        assertThat(failure.get()).isInstanceOf(LakesmithException.class);
    }
}
