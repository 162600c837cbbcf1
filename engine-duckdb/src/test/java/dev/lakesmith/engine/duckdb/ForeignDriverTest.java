package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database whose driver lies in the project, read as the driver tells its types: H2. */
final class ForeignDriverTest {

    private static final String SERVICE = "META-INF/services/java.sql.Driver";

    private final Path folder;
    private final String url;
    private final Workbench bench;

    ForeignDriverTest(@TempDir Path folder) {
        this.folder = folder;
        this.url = "jdbc:h2:" + folder.resolve("shop");
        this.bench = Workbench.in(folder);
    }

    private void source(String... streams) {
        bench.file(
                "sources/db.yml",
                "connector: jdbc\nurl: \"" + url + "\"\nstreams:\n  " + String.join("\n  ", streams) + "\n");
    }

    private Ledger loaded(String table) {
        return Workbench.ledger(bench.run(), table);
    }

    @Test
    void everyTypeArrivesAsItIs() {
        H2.bring(folder);
        H2.sql(
                url,
                "CREATE TABLE every (a tinyint, b smallint, c int, d bigint, e numeric(38,10), f real, g double"
                        + " precision, h boolean, i varchar(20), j char(4), k clob, l date, m timestamp(6), n timestamp(6)"
                        + " with time zone, o time(6), p uuid, q varbinary(9), r blob, s json, t enum('x','y'), u int"
                        + " array, v interval day to second, w decfloat(34), x time with time zone)",
                "INSERT INTO every VALUES (-128, -32768, 2147483647, -9223372036854775808,"
                        + " -1234567890123456789012345678.0000000001, 0.5, 1e-300, true, 'Grüße 😀', 'ab', 'long',"
                        + " '0044-03-15', '1999-12-31 23:59:59.999999', '2024-06-30 12:00:00.5+02:00',"
                        + " '23:59:59.999999', '0b6d3f2c-8f9e-4a77-9c3a-000000000001', x'00ff', x'ff00',"
                        + " JSON '{\"a\": 1}', 'y', ARRAY[1, NULL, 3], INTERVAL '1 02:03:04' DAY TO SECOND,"
                        + " 0.1234567890123456789012345678901234, '12:00:00+02:00')",
                "INSERT INTO every (a) VALUES (NULL)");
        source("every: { table: every }");

        assertThat(loaded("bronze.db_every")).isEqualTo(Ledger.of(2, 2, 0));
        assertThat(bench.columns("bronze.db_every"))
                .startsWith(
                        "A INTEGER",
                        "B INTEGER",
                        "C INTEGER",
                        "D BIGINT",
                        "E DECIMAL(38,10)",
                        "F FLOAT",
                        "G DOUBLE",
                        "H BOOLEAN",
                        "I VARCHAR",
                        "J VARCHAR",
                        "K VARCHAR",
                        "L DATE",
                        "M TIMESTAMP",
                        "N TIMESTAMP WITH TIME ZONE",
                        "O TIME",
                        "P UUID",
                        "Q BLOB",
                        "R BLOB");
        assertThat(bench.rows("SELECT * EXCLUDE (q, r, _source_file, _batch_id, _loaded_at, _rescued_data), hex(q),"
                        + " hex(r) FROM bronze.db_every WHERE a IS NOT NULL"))
                .containsExactly(
                        "-128|-32768|2147483647|-9223372036854775808|-1234567890123456789012345678.0000000001|0.5|1.0E-300|true|Grüße"
                                + " 😀|ab  |long|0044-03-15|1999-12-31T23:59:59.999999"
                                + "|2024-06-30T10:00:00.500Z|23:59:59.999999|0b6d3f2c-8f9e-4a77-9c3a-000000000001|{\"a\":1}|y|[1,"
                                + " null, 3]|INTERVAL '1 02:03:04' DAY TO SECOND"
                                + "|0.1234567890123456789012345678901234|12:00:00+02|00FF|FF00");
    }

    @Test
    void aCursorAPartAndComparedKeysBringEveryRowOnce() {
        H2.bring(folder);
        H2.sql(
                url,
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.\"Order\" (id bigint primary key, changed timestamp(6) with time zone)",
                "INSERT INTO sales.\"Order\" SELECT x, DATEADD(HOUR, x, TIMESTAMP WITH TIME ZONE '2026-01-01"
                        + " 00:00:00+01') FROM SYSTEM_RANGE(1, 100)");
        source("orders: { table: sales.Order, cursor: changed, compare_keys: id, split_by: id }");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(100, 100, 0));

        H2.sql(
                url,
                "DELETE FROM sales.\"Order\" WHERE id = 7",
                "INSERT INTO sales.\"Order\" VALUES (101, '2026-02-01 00:00:00+00'), (102, '2026-01-02"
                        + " 00:00:00.5+00')");
        assertThat(loaded("landing.db_orders")).isEqualTo(Ledger.of(3, 2, 0, Map.of("landed already", 1L)));
        assertThat(Workbench.ledger(bench.extract("2026-01-02", "2026-01-03"), "landing.db_orders"))
                .isEqualTo(Ledger.of(25, 1, 0, Map.of("landed already", 24L)));
        bench.run();
        assertThat(bench.rows("SELECT count(*), count(DISTINCT \"ID\") FROM bronze.db_orders WHERE NOT _deleted"))
                .containsExactly("102|102");
        assertThat(bench.rows(
                        "SELECT \"ID\", \"CHANGED\" FROM bronze.db_orders WHERE _deleted OR \"ID\" = 102 ORDER BY ALL"))
                .containsExactly("7|2026-01-01T06:00Z", "102|2026-01-02T00:00:00.500Z");
    }

    @Test
    void aValueThatNoTypeHoldsIsTold() {
        H2.bring(folder);
        H2.sql(
                url,
                "CREATE TABLE t (n numeric(60,2), at_ timestamp(9))",
                "INSERT INTO t VALUES (1, '2026-01-01 00:00:00.000000001')");
        source("t: { table: t }");
        assertThat(Workbench.errors(bench.attempt()).get(0))
                .contains(
                        "the value '2026-01-01T00:00:00.000000001' of the column AT_ is no time of whole microseconds");
        source("t: { table: t, columns: { at_: { type: varchar } } }");
        bench.run();
        assertThat(bench.rows("SELECT \"N\", \"AT_\" FROM bronze.db_t"))
                .containsExactly("1.00|2026-01-01 00:00:00.000000001");
    }

    @Test
    void aDriverThatIsNotThereIsAskedFor() throws IOException {
        source("t: { table: t }");
        assertThatThrownBy(bench::attempt)
                .isInstanceOf(LakesmithException.class)
                .hasMessageContainingAll(
                        "sources/db.yml:2:", "no driver knows jdbc:h2:", "into the project's folder drivers");

        Files.createDirectories(folder.resolve("drivers"));
        Files.writeString(folder.resolve("drivers/broken.jar"), "no archive");
        assertThatThrownBy(bench::attempt)
                .hasMessageContainingAll("no driver knows jdbc:h2:", "drivers/broken.jar is no jar that can be read");
        jar("drivers/library.jar", "a.txt", "text");
        jar("drivers/old.jar", SERVICE, "# the driver\nno.such.Driver");
        assertThatThrownBy(bench::attempt)
                .hasMessageContainingAll(
                        "drivers/library.jar names no driver",
                        "drivers/old.jar holds no.such.Driver",
                        "Provider no.such.Driver not found");

        // None of them keeps the right one from being found.
        H2.bring(folder);
        H2.sql(url, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");
        assertThat(loaded("bronze.db_t")).isEqualTo(Ledger.of(1, 1, 0));
    }

    @Test
    void twoJarsWithTheSameDriverAreTold() throws IOException {
        H2.bring(folder);
        Files.copy(folder.resolve("drivers/h2.jar"), folder.resolve("drivers/h2-old.jar"));
        H2.sql(url, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");
        source("t: { table: t }");
        assertThatThrownBy(bench::attempt)
                .hasMessageContainingAll(
                        "sources/db.yml:2:",
                        "drivers/h2-old.jar and drivers/h2.jar both hold the driver org.h2.Driver",
                        "name the one to use with 'driver'");

        bench.file(
                "sources/db.yml",
                "connector: jdbc\nurl: \"" + url + "\"\ndriver: drivers/h2.jar\nstreams: { t: { table: t } }\n");
        assertThat(loaded("bronze.db_t")).isEqualTo(Ledger.of(1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "linkage, the driver failed with java.lang.NoClassDefFoundError: org/odd/Missing",
        "assertion, the driver failed with java.lang.AssertionError: *** is no password",
        "runtime, the driver failed with java.lang.IllegalStateException: *** is no password",
        "overflow, the driver failed with java.lang.StackOverflowError",
        "silent, cannot connect: SQLException without a word",
        "nothing, cannot connect: the driver does not take this URL",
    })
    void aDriverThatFailsIsToldAsTheSourceItIs(String how, String message) throws IOException {
        Files.createDirectories(folder.resolve("drivers"));
        jar("drivers/odd.jar", SERVICE, OddDriver.class.getName());
        bench.file(
                "sources/db.yml",
                "connector: jdbc\nurl: 'jdbc:odd:" + how
                        + "'\nuser: me\npassword: topsecret99\nstreams: { t: { table: t } }\n");
        assertThat(Workbench.errors(bench.attempt()).get(0).replace("topsecret99", "***"))
                .contains("source db: jdbc:odd:" + how + " cannot connect: ", message);
    }

    @Test
    void whoInterruptsARunDoesNotWaitForADriver() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("drivers"));
        jar("drivers/odd.jar", SERVICE, OddDriver.class.getName());
        bench.file("sources/db.yml", "connector: jdbc\nurl: 'jdbc:odd:forever'\nstreams: { t: { table: t } }\n");
        Thread run = new Thread(() -> bench.attempt());
        run.setUncaughtExceptionHandler((thread, e) -> {});
        run.start();
        assertThat(OddDriver.WAITING.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

        run.interrupt();
        run.join(20_000);

        assertThat(run.isAlive()).isFalse();
        OddDriver.ENOUGH.release();
    }

    private void jar(String name, String entry, String text) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
