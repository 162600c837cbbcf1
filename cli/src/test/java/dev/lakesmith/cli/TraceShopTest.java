package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Customers of the shop whose contacts came twice, dirty or compressed lead to the lines that the files really have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TraceShopTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    void run_the_shop() throws IOException {
        Path shop = Path.of("..", "examples", "shop").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(shop)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !shop.relativize(file).startsWith("lake")
                            && !shop.relativize(file).startsWith(".lakesmith"))
                    .toList()) {
                Path copy = folder.resolve(shop.relativize(file).toString());
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.copy(file, copy);
            }
        }
        printed("run");
    }

    private static String printed(String... arguments) {
        Captured captured = new Captured();
        List<String> all = new ArrayList<>(List.of("-p", folder.toString()));
        all.addAll(List.of(arguments));
        assertThat(Main.run(captured.piped(), Map.of(), all.toArray(String[]::new)))
                .as(captured.err())
                .isZero();
        return captured.out();
    }

    /** The places of a table's rows below a traced row, each as {@code file:line part}; every one is looked up. */
    private static List<String> places(String table, String customer, String of) throws IOException {
        JsonNode row = JSON.readTree(printed("trace", table, "--where", "customer_id = '" + customer + "'", "--json"));
        List<String> places = new ArrayList<>();
        collect(row, of, places);
        return places.stream().distinct().toList();
    }

    private static void collect(JsonNode row, String of, List<String> places) throws IOException {
        if (row.path("table").asText().equals(of)) {
            assertThat(row.path("lines")).hasSize(1);
            int line = row.path("lines").path(0).asInt();
            String file = row.path("file").asText();
            assertThat(line(file, line)).isEqualTo(row.path("raw").asText());
            places.add(file + ":" + line + " " + row.path("part").asText());
        }
        for (JsonNode input : row.path("inputs")) {
            collect(input, of, places);
        }
    }

    private static String line(String file, int number) throws IOException {
        InputStream bytes = Files.newInputStream(folder.resolve(file));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                file.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            return lines.lines().skip(number - 1L).findFirst().orElseThrow();
        }
    }

    @Test
    void a_customer_exported_twice_leads_to_both_lines_and_says_which_one_won() throws IOException {
        assertThat(places("gold.customer_360", "000024", "bronze.crm_contacts"))
                .containsExactly(
                        "drop/crm/contacts-2026-01-02.csv:4 made", "drop/crm/contacts-2026-01-01.csv:27 replaced");
    }

    @Test
    void a_name_with_a_comma_in_a_compressed_file_is_found() throws IOException {
        assertThat(places("gold.dim_customer", "000437", "bronze.crm_contacts"))
                .containsExactly("drop/crm/contacts-2026-01-03.csv.gz:32 made");
    }

    @Test
    void orders_and_requests_of_a_customer_are_found_through_joins_groups_and_windows() throws IOException {
        assertThat(places("gold.customer_360", "000004", "bronze.orders_orders"))
                .containsExactly("drop/orders/2026/01/orders-05.json:22 made");
        assertThat(places("gold.customer_360", "000004", "bronze.web_access"))
                .containsExactly(
                        "drop/web/access-04.log:56 made",
                        "drop/web/access-04.log:57 made",
                        "drop/web/access-04.log:58 made",
                        "drop/web/access-04.log:59 made",
                        "drop/web/access-04.log:60 made");
    }

    @Test
    void a_person_leads_to_the_records_of_every_system_that_knows_him() throws IOException {
        assertThat(places("gold.customer_360", "000045", "bronze.crm_contacts")).isNotEmpty();
        assertThat(places("gold.customer_360", "000045", "bronze.shop_accounts"))
                .containsExactly(
                        "drop/shop/accounts-2026-01-07.json:4 made", "drop/shop/accounts-2026-01-06.json:9 replaced");
        assertThat(places("gold.customer_360", "000045", "bronze.support_tickets"))
                .containsExactly("drop/support/tickets-2026-01.csv:8 made");
    }

    @Test
    void a_customer_whom_only_orders_name_has_a_row_of_the_dimension_itself() {
        assertThat(printed("trace", "gold.dim_customer", "--where", "customer_id = '900196'"))
                .contains("note: the dimension's own row for what facts name");
    }

    @Test
    void people_see_a_tree() {
        assertThat(printed("trace", "silver.customers", "--where", "customer_id = '000024'"))
                .startsWith("silver.customers {\"customer_id\":\"000024\"")
                .contains("├─ bronze.crm_contacts {", "└─ bronze.crm_contacts (replaced by another row) {")
                .contains("drop/crm/contacts-2026-01-01.csv:27  000024,Søren,Moreno");
        assertThat(printed("trace", "silver.customers", "--where", "customer_id = '1'"))
                .contains("no row of");
    }
}
