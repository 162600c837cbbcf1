package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shop of music that others made (github.com/lerocha/chinook-database, version 1.4.5), in PostgreSQL and in MariaDB: what
 * is in bronze is what is in the databases, cell by cell, and the same of both. Its scripts are not part of the project; the
 * system property {@code chinook} names their folder.
 */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "MariaDB's server for the tests is built for Linux x86-64")
final class ChinookTest {

    private static final Path SCRIPTS = Path.of(System.getProperty("chinook", "../../shared/data/chinook"));

    private final Path folder;
    private final Workbench bench;

    ChinookTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder.resolve("project"));
    }

    /** A script behind the line that chooses its database. */
    private static String script(String name, String choice) throws IOException {
        String script = Files.readString(SCRIPTS.resolve(name));
        return script.substring(script.indexOf(choice) + choice.length());
    }

    private static void sql(String url, String script) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /** The tables of a database: their rows as texts, in no order. */
    private static Map<String, List<String>> tables(String url, String listed) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url)) {
            for (String row : rows(connection, listed)) {
                String quote = connection.getMetaData().getIdentifierQuoteString();
                tables.put(row, rows(connection, "SELECT * FROM " + quote + row + quote));
            }
        }
        return tables;
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    boolean time = result.getMetaData().getColumnType(i) == Types.TIMESTAMP;
                    row.add(String.valueOf(time ? result.getObject(i, LocalDateTime.class) : result.getObject(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    private void source(String name, String url, Map<String, List<String>> tables) {
        StringBuilder yaml = new StringBuilder("connector: jdbc\nurl: \"" + url + "\"\nstreams:\n");
        tables.keySet().forEach(table -> yaml.append("  ")
                .append(plain(table))
                .append(": { table: ")
                .append(table)
                .append(" }\n"));
        bench.file("sources/" + name + ".yml", yaml.toString());
    }

    /** The same in both databases: {@code invoiceline} for InvoiceLine and invoice_line. */
    private static String plain(String table) {
        return table.replace("_", "").toLowerCase(Locale.ROOT);
    }

    @Test
    void bronzeHasEveryCellOfBothDatabases() throws Exception {
        assumeTrue(
                Files.isDirectory(SCRIPTS),
                () -> "the scripts of Chinook are not in " + SCRIPTS.toAbsolutePath() + "; -Dchinook=FOLDER names it");
        try (MariaDbServer maria = MariaDbServer.start(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("pg").toFile())
                        .start()) {
            String my = maria.url("test") + "?user=tester&password=tester";
            sql(my, "CREATE DATABASE Chinook");
            my = my.replace("/test?", "/Chinook?");
            sql(my + "&allowMultiQueries=true", script("chinook_mysql.sql", "USE `Chinook`;"));
            sql(postgres.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE chinook");
            String pg = postgres.getJdbcUrl("postgres", "chinook");
            sql(pg, script("chinook_postgres.sql", "\\c chinook;"));

            Map<String, List<String>> ofPostgres =
                    tables(pg, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
            Map<String, List<String>> ofMaria = tables(my, "SHOW TABLES");
            assertThat(ofPostgres).hasSize(11);
            source("pg", pg, ofPostgres);
            source("my", my, ofMaria);
            RunReport report = bench.run();

            assertThat(rowsOf(report)).isEqualTo(2L * 15_607);
            compare("pg", ofPostgres);
            compare("my", ofMaria);
            Map<String, List<String>> ofBoth = new LinkedHashMap<>();
            ofMaria.keySet().forEach(table -> ofBoth.put(plain(table), bronze("my", table)));
            ofPostgres
                    .keySet()
                    .forEach(table -> same(
                            table,
                            plainly(bronze("pg", table)),
                            plainly(ofBoth.getOrDefault(plain(table), List.of()))));
            assertThat(bench.rows("SELECT sum(total), count(*) FROM bronze.pg_invoice"))
                    .containsExactly("2328.60|412");
            assertThat(bench.run().nothingNew()).isTrue();
        }
    }

    /**
     * Without what the databases themselves make differently of the same script: PostgreSQL takes N'Edinburgh ' for a text
     * of fixed length and keeps no blank at its end; to MariaDB a backslash only marks what follows it.
     */
    private static List<String> plainly(List<String> rows) {
        return rows.stream()
                .map(row -> row.replaceAll(" +(?=\\||$)", "").replace("\\", ""))
                .toList();
    }

    private static long rowsOf(RunReport report) {
        return report.steps().stream()
                .filter(step -> step.kind().equals("load"))
                .sorted(Comparator.comparing(StepReport::table))
                .mapToLong(step -> step.ledger().written())
                .sum();
    }

    private void compare(String source, Map<String, List<String>> tables) {
        tables.forEach((table, rows) -> same(source + " " + table, bronze(source, table), rows));
    }

    /** In whatever order, each as often; tells the first that differ, not all there are. */
    private static void same(String what, List<String> found, List<String> expected) {
        List<String> left = found.stream().sorted().toList();
        List<String> right = expected.stream().sorted().toList();
        assertThat(left).as(what).hasSameSizeAs(right);
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i)).as(what + ", row " + i).isEqualTo(right.get(i));
        }
    }

    private List<String> bronze(String source, String table) {
        return bench.rows("SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at, _rescued_data) FROM bronze." + source
                + "_" + plain(table));
    }
}
