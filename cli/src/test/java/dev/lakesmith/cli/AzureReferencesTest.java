package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.cloud.CloudFiles;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.testkit.storage.AzuriteServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a container of Azure that landing refers to and does not copy. */
final class AzureReferencesTest {

    @TempDir
    private Path folder = Path.of("");

    private String lakesmith(AzuriteServer server, int expected, String... command) {
        Captured captured = new Captured();
        List<String> line = new ArrayList<>(List.of("-p", folder.resolve("p").toString()));
        line.addAll(Arrays.asList(command));
        int code = Main.run(captured.piped(), Map.of("ACCOUNT_KEY", server.accountKey()), line.toArray(String[]::new));
        String all = captured.out() + captured.err();
        assertThat(code).as("%s: %s", line, all).isEqualTo(expected);
        return all;
    }

    private byte[] parquet(String query) throws Exception {
        Path file = folder.resolve("object.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        return Files.readAllBytes(file);
    }

    @Test
    void files_are_noted_read_where_they_are_and_told_when_they_are_others() throws Exception {
        Optional<AzuriteServer> started = AzuriteServer.start(Files.createDirectories(folder.resolve("azure")));
        assumeTrue(started.isPresent(), AzuriteServer.VARIABLE + " names no Azurite: Azure's storage is not tested");
        try (AzuriteServer server = started.get().container("drop").container("lake");
                Storage drop = Storage.of(
                        CloudFiles.with(new AdlsOptions(
                                Optional.of(server.endpoint()),
                                new AdlsOptions.Access.AccountKey(server.accountKey()))),
                        new CacheSettings(folder.resolve("cache"), 1 << 20))) {
            String out = server.location("drop") + "/out";
            Files.createDirectories(folder.resolve("p/sources"));
            Files.writeString(
                    folder.resolve("p/lakesmith.yml"), """
                name: p
                targets:
                  azure:
                    warehouse: %s/w
                    storage: { endpoint: "%s", account_key: "${env:ACCOUNT_KEY}" }
                    catalog: { type: sqlite, path: ./catalog.db }
                """.formatted(server.location("lake"), server.endpoint()));
            Files.writeString(folder.resolve("p/sources/in.yml"), """
                connector: files
                url: %s
                attempts: 1
                streams:
                  orders: { path: '*.csv', format: csv, landing: reference }
                  sales: { path: 'sales/**/*.parquet', format: { type: parquet, in_place: true } }
                """.formatted(out));
            drop.replace(out + "/größe 1.csv", "id\n1\n".getBytes(StandardCharsets.UTF_8));
            drop.replace(out + "/sales/dt=2026-01-01/a.parquet", parquet("SELECT 1 AS id"));

            lakesmith(server, 0, "run");

            String all = "SELECT id, _source_file FROM bronze.in_orders UNION ALL SELECT id || dt, _source_file FROM"
                    + " bronze.in_sales ORDER BY ALL";
            assertThat(lakesmith(server, 0, "query", "--format", "csv", all).lines())
                    .contains("1," + out + "/größe 1.csv", "12026-01-01," + out + "/sales/dt=2026-01-01/a.parquet");
            assertThat(lakesmith(server, 0, "query", "--format", "csv", "SELECT landed_path FROM landing.in_orders"))
                    .contains(out + "/größe 1.csv");
            assertThat(lakesmith(server, 0, "run")).contains("nothing new");

            drop.replace(out + "/sales/dt=2026-01-01/a.parquet", parquet("SELECT 2 AS id"));
            drop.replace(out + "/größe 1.csv", "id\n3\n".getBytes(StandardCharsets.UTF_8));
            assertThat(lakesmith(server, 1, "run")).contains("[LS402]").contains("a.parquet has changed");
            lakesmith(server, 0, "run", "--select", "bronze.in_sales", "--full-refresh");
            assertThat(lakesmith(server, 0, "query", "--format", "csv", all).lines())
                    .contains(
                            "1," + out + "/größe 1.csv",
                            "3," + out + "/größe 1.csv",
                            "22026-01-01," + out + "/sales/dt=2026-01-01/a.parquet");
        }
    }
}
