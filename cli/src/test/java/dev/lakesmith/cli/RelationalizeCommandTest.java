package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelationalizeCommandTest {

    private static final String ITEMS = "models/silver/orders_items.sql";

    @TempDir
    Path folder;

    @BeforeEach
    void load_nested_orders() throws IOException {
        write("lakesmith.yml", "name: nested\ntargets: { dev: { warehouse: ./lake } }\n");
        write("sources/web.yml", "connector: files\nstreams:\n  orders: { path: drop/*.json, format: ndjson }\n");
        write("drop/a.json", "{\"id\":1,\"items\":[{\"sku\":\"x\"},{\"sku\":\"y\"}]}\n");
        run(0, "run");
    }

    private void write(String file, String text) throws IOException {
        Path target = folder.resolve(file);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, text);
    }

    @Test
    void the_files_are_written_and_pass_check_and_run_as_they_are() {
        Captured written = run(0, "relationalize", "bronze.web_orders");

        assertThat(written.out())
                .contains("wrote", "models/silver/orders.sql        one row per id", "one row per element of items")
                .contains("check", "run --select silver.orders+");
        assertThat(run(0, "check").out()).contains("2 models", "no mistakes");
        run(0, "run", "--select", "silver.orders+");
        assertThat(run(0, "query", "SELECT * FROM silver.orders_items ORDER BY ALL", "--format", "csv")
                        .out())
                .isEqualTo("id,items_position,sku\n1,1,x\n1,2,y\n");
    }

    @Test
    void a_dry_run_shows_the_files_and_writes_none() {
        assertThat(run(0, "relationalize", "bronze.web_orders", "--dry-run").out())
                .contains("would write", ITEMS, "generate_subscripts(items, 1) AS items_position")
                .doesNotContain("lakesmith check");

        assertThat(folder.resolve("models")).doesNotExist();
    }

    @Test
    void a_program_reads_the_files_as_json() {
        assertThat(run(0, "relationalize", "bronze.web_orders", "--dry-run", "--json")
                        .out()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"file\":\"models/silver/orders"));
    }

    @Test
    void a_file_that_is_there_stops_everything() throws IOException {
        write(ITEMS, "SELECT 1 AS mine\n");

        assertThat(run(2, "relationalize", "bronze.web_orders").err())
                .contains("these files are there already: " + ITEMS, "Nothing was written", "--name", "[LS302]");

        assertThat(folder.resolve(ITEMS)).hasContent("SELECT 1 AS mine");
        assertThat(folder.resolve("models/silver/orders.sql")).doesNotExist();
        run(0, "relationalize", "bronze.web_orders", "--name", "web_orders");
        assertThat(folder.resolve("models/silver/web_orders_items.sql")).exists();
    }

    @Test
    void a_wrong_place_or_name_is_refused_with_what_is_allowed() {
        assertThat(run(2, "relationalize", "bronze.web_orders", "--into", "bronze")
                        .err())
                .contains(
                        "--into bronze: no model may have its table there; choose another schema, for example silver");
        assertThat(run(2, "relationalize", "bronze.web_orders", "--name", "My Orders")
                        .err())
                .contains("--name My Orders: names are lower-case letters, digits and _");
        assertThat(run(2, "relationalize", "orders").err()).contains("'orders' is not a table name");
    }

    private Captured run(int expected, String... arguments) {
        Captured captured = new Captured();
        String[] all = Stream.concat(Stream.of("-p", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        assertThat(Main.run(captured.piped(), Map.of(), all))
                .as(captured.out() + captured.err())
                .isEqualTo(expected);
        return captured;
    }
}
