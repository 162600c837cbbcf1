package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.Storage;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports in a bucket, read by one who knows the manifest and nothing else. */
final class ExportInObjectStorageTest {

    private static final int VERSIONS = 8;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable ObjectStorage started;
    private @Nullable Storage reading;
    private String export = "";

    private void start(ObjectStorage.Kind kind) throws IOException {
        ObjectStorage storage = kind.start(folder);
        started = storage;
        reading = storage.reader(folder.resolve("unused"));
        export = storage.warehouse() + "/exports/gold/w";
        write("lakesmith.yml", "name: shop\ntargets:\n" + storage.target("remote"));
        write("sources/in.yml", "connector: files\nstreams:\n  x: { path: 'drop/x-*', format: csv }\n");
    }

    @AfterEach
    void stop() {
        if (reading != null) {
            reading.close();
        }
        if (started != null) {
            started.close();
        }
    }

    private Storage reader() {
        return Objects.requireNonNull(reading);
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
        int code =
                Main.run(captured.piped(), Objects.requireNonNull(started).environment(), line.toArray(String[]::new));
        assertThat(code).as("%s: %s%s", line, captured.out(), captured.err()).isZero();
        return captured.out();
    }

    private byte[] bytes(String location) {
        return reader().read(location).orElseThrow();
    }

    private List<String> manifest() {
        return new String(bytes(export + "/_symlink_format_manifest/manifest"), StandardCharsets.UTF_8)
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
    @ParameterizedTest
    @EnumSource
    void readers_of_the_manifest_see_one_whole_version_while_runs_replace_it(ObjectStorage.Kind kind) throws Exception {
        start(kind);
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
                .allMatch(file -> file.matches(export + "/version-[0-9]+-[0-9a-f]{8}/part-.*"));
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
        assertThat(read("SELECT count(*) FROM FILES")).isEqualTo(String.valueOf(VERSIONS * 100));
        assertThat(lakesmith("run")).contains("nothing new");
    }

    @ParameterizedTest
    @EnumSource
    void own_files_are_taken_as_they_are_and_engines_are_told_where(ObjectStorage.Kind kind) throws Exception {
        start(kind);
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
        String version = Locations.parent(manifest().get(0));
        if (kind == ObjectStorage.Kind.S3) {
            assertThat(lakesmith("export", "--ddl", "athena"))
                    .contains("`id` bigint")
                    .contains("LOCATION '" + export + "/_symlink_format_manifest/';");
        } else {
            assertThat(lakesmith("export", "--ddl", "synapse"))
                    .contains("[id] bigint")
                    .contains("BULK 'https://lakesmith.dfs.core.windows.net/lake/shop/exports/gold/w/"
                            + Locations.name(version) + "/*.parquet'");
        }
        assertThat(lakesmith("export", "--ddl", "spark")).contains("LOCATION '" + version + "';");
        lakesmith("export");
        lakesmith("maintain");
        assertThat(read("SELECT string_agg(id, ',' ORDER BY id) FROM FILES")).isEqualTo("1,2");

        Files.delete(folder.resolve("shop/models/gold/w.sql"));
        lakesmith("drop", "gold.w", "--yes");
        assertThat(reader().read(export + "/_symlink_format_manifest/manifest")).isEmpty();
        assertThat(reader().files(version)).hasSize(1);
    }
}
