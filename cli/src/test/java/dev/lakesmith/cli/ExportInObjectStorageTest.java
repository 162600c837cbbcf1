package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.cloud.CloudFiles;
import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports in a bucket, read by one who knows the manifest and nothing else. */
final class ExportInObjectStorageTest {

    private static final String EXPORT = "s3://lake/shop/exports/gold/w";
    private static final int VERSIONS = 8;

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private Storage reader;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start(Files.createDirectories(folder.resolve("s3"))).bucket("lake");
        reader = Storage.of(
                CloudFiles.with(new S3Options(
                        Optional.of(server.endpoint()),
                        Optional.of(server.region()),
                        Addressing.BY_PATH,
                        new Access.Keys(server.accessKeyId(), server.secretAccessKey(), Optional.empty()),
                        Optional.empty(),
                        S3Options.STANDARD.encryption())),
                new CacheSettings(folder.resolve("unused"), 1));
        write("lakesmith.yml", """
                name: shop
                targets:
                  s3:
                    warehouse: s3://lake/shop
                    storage:
                      endpoint: %s
                      region: %s
                      path_style: true
                      access_key_id: ${env:KEY_ID}
                      secret_access_key: ${env:SECRET_KEY}
                    catalog: { type: sqlite, path: ./catalog.db }
                """.formatted(server.endpoint(), server.region()));
        write("sources/in.yml", "connector: files\nstreams:\n  x: { path: 'drop/x-*', format: csv }\n");
    }

    @AfterEach
    void stop() {
        reader.close();
        server.close();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("shop").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String lakesmith(String... command) {
        Captured captured = new Captured();
        List<String> line = new ArrayList<>(List.of("-p", folder.resolve("shop").toString()));
        line.addAll(Arrays.asList(command));
        int code = Main.run(
                captured.piped(),
                Map.of("KEY_ID", server.accessKeyId(), "SECRET_KEY", server.secretAccessKey()),
                line.toArray(String[]::new));
        assertThat(code).as("%s: %s%s", line, captured.out(), captured.err()).isZero();
        return captured.out();
    }

    private byte[] bytes(String location) {
        return reader.read(location).orElseThrow();
    }

    private List<String> manifest() {
        return new String(bytes(EXPORT + "/_symlink_format_manifest/manifest"), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private String read(String sql) throws IOException, SQLException {
        List<Path> copies = new ArrayList<>();
        for (String location : manifest()) {
            Path copy = Files.createTempFile(folder, "copy", ".parquet");
            copies.add(Files.write(copy, bytes(location)));
        }
        String files = copies.stream().map(copy -> "'" + copy + "'").collect(Collectors.joining(", ", "[", "]"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("FILES", "read_parquet(" + files + ")"))) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** Each version has one value in every row and as many rows as that value says. */
    @Test
    void readers_of_the_manifest_see_one_whole_version_while_runs_replace_it() throws Exception {
        write("models/gold/w.sql", """
                /* lakesmith
                export: parquet
                */
                SELECT n.n FROM (SELECT count(*) * 100 AS n FROM bronze.in_x) AS n, range(0, 10000) AS r(i)
                WHERE r.i < n.n
                """);
        write("drop/x-000", "id\n1\n");
        lakesmith("run");
        assertThat(manifest())
                .hasSize(1)
                .allMatch(file -> file.matches(EXPORT + "/version-[0-9]+-[0-9a-f]{8}/part-.*"));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> {
            List<String> versions = new ArrayList<>();
            try {
                while (!done.get()) {
                    versions.add(read("SELECT count(*) || '|' || min(n) || '|' || max(n) FROM FILES"));
                }
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
            return versions;
        });
        for (int i = 1; i < VERSIONS; i++) {
            write("drop/x-" + (100 + i), "id\n1\n");
            lakesmith("run");
        }
        done.set(true);

        assertThat(seen.get().stream().distinct().count()).isGreaterThan(3);
        assertThat(seen.get()).allSatisfy(version -> {
            String[] parts = version.split("\\|", -1);
            assertThat(parts[1]).isEqualTo(parts[0]);
            assertThat(parts[2]).isEqualTo(parts[0]);
        });
        assertThat(read("SELECT count(*) FROM FILES")).isEqualTo("800");
        assertThat(lakesmith("run")).contains("nothing new");
    }

    @Test
    void own_files_are_taken_as_they_are_and_engines_are_told_where() throws Exception {
        write("models/gold/w.sql", """
                /* lakesmith
                export: { format: parquet, compression: zstd }
                */
                SELECT CAST(id AS BIGINT) AS id FROM bronze.in_x
                """);
        write("drop/x-1", "id\n1\n2\n");
        lakesmith("run");

        assertThat(manifest())
                .containsExactly(manifest().get(0))
                .first()
                .asString()
                .endsWith("/part-00000.parquet");
        assertThat(read("SELECT string_agg(id, ',' ORDER BY id) FROM FILES")).isEqualTo("1,2");
        assertThat(lakesmith("export", "--ddl", "athena"))
                .contains("`id` bigint")
                .contains("LOCATION 's3://lake/shop/exports/gold/w/_symlink_format_manifest/';");
        lakesmith("export");
        lakesmith("maintain");
        assertThat(read("SELECT string_agg(id, ',' ORDER BY id) FROM FILES")).isEqualTo("1,2");

        Files.delete(folder.resolve("shop/models/gold/w.sql"));
        lakesmith("drop", "gold.w", "--yes");
        assertThat(server.has("lake", "shop/exports/gold/w/_symlink_format_manifest/manifest"))
                .isFalse();
    }
}
