package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same project on the local disk and in object storage: nothing differs but the target. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShopInObjectStorageTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("repository.root", ".."), "examples", "shop");

    /** What the clock decides, and where files are. */
    private static final String COLUMNS = "COLUMNS(lambda name: name NOT IN ('_loaded_at', '_run_id', '_checked_at',"
            + " 'landed_path', 'landed_at', 'run_id', 'quarantined_at', 'happened_at', 'known_since'))";

    @TempDir
    private static Path folder = Path.of("");

    private Path project;
    private List<String> tables;
    private List<String> here;

    @BeforeAll
    void run_the_shop_on_the_local_disk() throws IOException {
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
        lakesmith("dev", Map.of(), "run");
        tables = tables("dev", Map.of());
        assertThat(tables).hasSizeGreaterThan(30);
        here = rows("dev", Map.of());
        assertThat(here).hasSizeGreaterThan(5_000);
    }

    private String lakesmith(String target, Map<String, String> environment, String... command) {
        Captured captured = new Captured();
        List<String> line = new ArrayList<>(List.of("-p", project.toString(), "--target", target));
        line.addAll(Arrays.asList(command));
        int code = Main.run(captured.piped(), environment, line.toArray(String[]::new));
        assertThat(code).as("%s: %s%s", line, captured.out(), captured.err()).isZero();
        environment.values().forEach(secret -> assertThat(captured.err() + captured.out())
                .doesNotContain(secret));
        return captured.out();
    }

    private List<String> tables(String target, Map<String, String> environment) {
        return lakesmith(target, environment, "tables")
                .lines()
                .map(line -> line.split("\\s", 2)[0])
                .filter(name -> name.matches("[a-z]+\\.[a-z0-9_]+"))
                .toList();
    }

    /** Every row of every table, as JSON behind the table's name. */
    private List<String> rows(String target, Map<String, String> environment) {
        String every = tables.stream()
                .map(name -> "SELECT '" + name + "' AS of, CAST(to_json(r) AS VARCHAR) AS cells FROM (SELECT " + COLUMNS
                        + " FROM " + name + ") AS r")
                .collect(Collectors.joining(" UNION ALL "));
        return lakesmith(target, environment, "query", "--format", "csv", every + " ORDER BY ALL")
                .lines()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void every_cell_of_every_table_is_the_same(ObjectStorage.Kind kind) throws IOException {
        String target = kind.name().toLowerCase(Locale.ROOT);
        Path file = project.resolve("lakesmith.yml");
        try (ObjectStorage storage = kind.start(folder)) {
            Map<String, String> environment = storage.environment();
            Files.writeString(
                    file, Files.readString(file).replace("\ntargets:\n", "\ntargets:\n" + storage.target(target)));
            assertThat(lakesmith(target, environment, "run")).contains("models published");
            assertThat(tables(target, environment)).isEqualTo(tables);
            assertThat(rows(target, environment)).isEqualTo(here);
            assertThat(lakesmith(target, environment, "run")).contains("nothing new");

            // Another machine has nothing but the project and the catalog.
            lakesmith(target, environment, "maintain");
            Path cache = project.resolve(".lakesmith").resolve("cache").resolve("files");
            try (Stream<Path> files = Files.walk(cache)) {
                for (Path copy : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(copy);
                }
            }
            assertThat(rows(target, environment)).isEqualTo(here);
            assertThat(project.resolve("lake").resolve("gold")).isDirectory();
            try (Storage reader = storage.reader(folder)) {
                assertThat(reader.files(storage.warehouse()))
                        .hasSizeGreaterThan(100)
                        .noneMatch(each -> each.location().endsWith(".db"));
            }
        }
    }
}
