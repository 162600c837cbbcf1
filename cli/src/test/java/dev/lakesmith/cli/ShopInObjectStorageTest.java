package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same project on the local disk and in S3: nothing differs but the target. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShopInObjectStorageTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("repository.root", ".."), "examples", "shop");

    /** What the clock decides, and where files are. */
    private static final String COLUMNS = "COLUMNS(lambda name: name NOT IN ('_loaded_at', '_run_id', '_checked_at',"
            + " 'landed_path', 'landed_at', 'run_id', 'quarantined_at', 'happened_at', 'known_since'))";

    @TempDir
    private static Path folder = Path.of("");

    private S3Server server;
    private Path project;

    @BeforeAll
    void copy_the_shop() throws IOException {
        Path bucket = Files.createDirectories(folder.resolve("s3"));
        server = S3Server.start(bucket).bucket("lake");
        project = folder.resolve("shop");
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = EXAMPLE.relativize(file);
                if (!inside.startsWith("lake") && !inside.startsWith(".lakesmith")) {
                    Path copy = project.resolve(inside.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Path file = project.resolve("lakesmith.yml");
        Files.writeString(file, Files.readString(file).replace("\ntargets:\n", """

                                targets:
                                  s3:
                                    warehouse: s3://lake/shop
                                    storage:
                                      endpoint: %s
                                      region: %s
                                      path_style: true
                                      access_key_id: ${env:KEY_ID}
                                      secret_access_key: ${env:SECRET_KEY}
                                    catalog: { type: sqlite, path: ./s3-catalog.db }
                                """.formatted(
                        server.endpoint(), server.region())));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String lakesmith(String target, String... command) {
        Captured captured = new Captured();
        List<String> line = new ArrayList<>(List.of("-p", project.toString(), "--target", target));
        line.addAll(Arrays.asList(command));
        int code = Main.run(
                captured.piped(),
                Map.of("KEY_ID", server.accessKeyId(), "SECRET_KEY", server.secretAccessKey()),
                line.toArray(String[]::new));
        assertThat(captured.err() + captured.out()).doesNotContain(server.secretAccessKey());
        assertThat(code).as("%s: %s%s", line, captured.out(), captured.err()).isZero();
        return captured.out();
    }

    private List<String> tables(String target) {
        return lakesmith(target, "tables")
                .lines()
                .map(line -> line.split("\\s", 2)[0])
                .filter(name -> name.matches("[a-z]+\\.[a-z0-9_]+"))
                .toList();
    }

    /** Every row of every table, as JSON behind the table's name. */
    private List<String> rows(String target, List<String> tables) {
        String every = tables.stream()
                .map(name -> "SELECT '" + name + "' AS of, CAST(to_json(r) AS VARCHAR) AS cells FROM (SELECT " + COLUMNS
                        + " FROM " + name + ") AS r")
                .collect(Collectors.joining(" UNION ALL "));
        return lakesmith(target, "query", "--format", "csv", every + " ORDER BY ALL")
                .lines()
                .toList();
    }

    @Test
    void every_cell_of_every_table_is_the_same() throws IOException {
        lakesmith("dev", "run");
        String run = lakesmith("s3", "run");
        assertThat(run).contains("models published");
        List<String> tables = tables("dev");
        assertThat(tables).hasSizeGreaterThan(30).isEqualTo(tables("s3"));
        List<String> here = rows("dev", tables);
        assertThat(here).hasSizeGreaterThan(5_000);
        assertThat(rows("s3", tables)).isEqualTo(here);
        assertThat(lakesmith("s3", "run")).contains("nothing new");

        // Another machine has nothing but the project and the catalog.
        lakesmith("s3", "maintain");
        try (Stream<Path> files =
                Files.walk(project.resolve(".lakesmith").resolve("cache").resolve("files"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThat(rows("s3", tables)).isEqualTo(here);
        assertThat(project.resolve("lake").resolve("gold")).isDirectory();
        assertThat(server.has("lake", "shop/catalog.db")).isFalse();
    }
}
