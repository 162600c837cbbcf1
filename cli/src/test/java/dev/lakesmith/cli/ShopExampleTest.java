package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.shop.ShopGenerator;
import dev.lakesmith.testkit.shop.ShopTruth;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs the shop as a user would and holds its tables against what the generator of its data knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShopExampleTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("repository.root", ".."), "examples", "shop");

    @TempDir
    private static Path folder = Path.of("");

    private ShopTruth truth;
    private String firstRun;

    @BeforeAll
    void run_the_shop() throws IOException {
        truth = ShopGenerator.generate(folder.resolve("generated"), 1);
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = EXAMPLE.relativize(file);
                if (!inside.startsWith("lake") && !inside.startsWith(".lakesmith")) {
                    Path copy = folder.resolve("shop").resolve(inside.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        firstRun = lakesmith(0, "run");
    }

    @Test
    void every_step_says_where_its_records_ended() {
        assertThat(firstRun).contains("models published");
        assertThat(ledger("load", "bronze.crm_contacts"))
                .isEqualTo(
                        truth.contacts().bronzeRows() + " " + truth.contacts().quarantined());
        assertThat(ledger("load", "bronze.orders_orders"))
                .isEqualTo(truth.orderFiles().bronzeRows() + " "
                        + truth.orderFiles().quarantined());
        assertThat(ledger("load", "bronze.web_access"))
                .isEqualTo(truth.access().bronzeRows() + " " + truth.access().quarantined());
        assertThat(ledger("merge", "silver.customers"))
                .isEqualTo(truth.customers().clean() + " " + truth.customers().quarantined());
        assertThat(ledger("merge", "silver.orders"))
                .isEqualTo(truth.orders().valid() + " " + truth.orders().quarantined());
        assertThat(ledger("table", "silver.order_items"))
                .isEqualTo(truth.orders().items() + " " + truth.orders().negativeQuantities());
    }

    @Test
    void the_last_line_says_how_many_records_are_quarantined() {
        long quarantined = firstRun.lines()
                .filter(line -> line.matches("\\w+\\s+\\S+\\s+done\\s+\\d+\\s+\\d+\\s+\\d+.*"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+", -1)[5]))
                .sum();

        assertThat(quarantined).isPositive();
        assertThat(firstRun)
                .contains("models published, " + Quantities.count(quarantined, "record", "records")
                        + " quarantined ('lakesmith quarantine' shows them) in ");
    }

    private String ledger(String kind, String table) {
        String line = firstRun.lines()
                .filter(each -> each.matches(kind + "\\s+" + table.replace(".", "\\.") + "\\s+done.*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line for " + table + " in\n" + firstRun));
        String[] words = line.split("\\s+", -1);
        return words[4] + " " + words[5];
    }

    @Test
    void the_revenue_of_every_day_is_that_of_the_orders() {
        String expected = "day,revenue_eur\n"
                + String.join(
                        "",
                        truth.revenuePerDay().entrySet().stream()
                                .map(entry -> entry.getKey() + "," + two(entry.getValue()) + "\n")
                                .toList());
        assertThat(csv("SELECT day, revenue_eur FROM gold.daily_sales ORDER BY day"))
                .isEqualTo(expected);
    }

    @Test
    void the_best_customers_are_those_who_bought_most() {
        String expected = "customer_id,name,orders,revenue_eur\n"
                + String.join(
                        "",
                        truth.topCustomers().stream()
                                .map(each -> each.customerId() + "," + each.name() + "," + each.orders() + ","
                                        + two(each.revenue()) + "\n")
                                .toList());
        assertThat(csv("SELECT customer_id, name, orders, revenue_eur FROM gold.customer_360"
                        + " ORDER BY revenue_eur DESC, customer_id LIMIT 10"))
                .isEqualTo(expected);
    }

    @Test
    void a_person_whom_several_systems_know_is_one_row() {
        ShopTruth.People people = truth.people();
        assertThat(ledger("merge", "silver.accounts")).isEqualTo(people.openAccounts() + " 0");
        assertThat(ledger("table", "silver.tickets")).isEqualTo(people.tickets() + " 0");
        assertThat(firstRun)
                .contains(people.alarms() + " missing: email")
                .contains("silver.tickets: filled phone in " + people.phonesFilled() + " of " + people.tickets());
        assertThat(csv("SELECT count(*) AS people, count(*) FILTER (known_to = 'crm shop support') AS of_all"
                        + " FROM gold.customer_360"))
                .isEqualTo("people,of_all\n" + people.count() + "," + people.ofAllSystems() + "\n");
    }

    @Test
    void an_order_points_to_the_customer_as_he_was_then_and_to_a_row_for_one_whom_the_crm_does_not_have() {
        assertThat(csv("SELECT count(*) AS n FROM gold.fct_orders AS f JOIN gold.dim_customer AS c USING (customer_key)"
                        + " WHERE c.is_inferred OR f.ordered_at >= c.valid_from"
                        + " AND (c.valid_to IS NULL OR f.ordered_at < c.valid_to)"))
                .isEqualTo("n\n" + truth.orders().valid() + "\n");
        assertThat(csv("SELECT count(*) AS n FROM gold.fct_orders AS f JOIN gold.dim_customer AS c USING (customer_key)"
                        + " WHERE c.is_inferred"))
                .isEqualTo("n\n" + truth.orders().ofUnknownCustomers() + "\n");
    }

    @Test
    void every_segment_a_customer_was_in_is_kept() {
        assertThat(csv("SELECT segment, valid_from, valid_to FROM silver.customer_segments"
                        + " WHERE customer_id = '000024' ORDER BY valid_from"))
                .isEqualTo("segment,valid_from,valid_to\nconsumer,2025-12-25 12:24:00,2026-01-02 06:00:00\n"
                        + "business,2026-01-02 06:00:00,\n");
    }

    @Test
    void visits_and_sessions_are_counted_as_they_were_made() {
        assertThat(csv("SELECT count(*) AS n FROM silver.sessions"))
                .isEqualTo("n\n" + truth.web().sessions() + "\n");
    }

    @Test
    void the_unit_tests_of_its_models_and_the_checks_of_its_tables_pass() {
        assertThat(lakesmith(0, "test"))
                .contains("unit tests passed", "checks passed")
                .doesNotContain("✘");
    }

    @Test
    void a_second_run_has_nothing_to_do() {
        assertThat(lakesmith(0, "run")).startsWith("nothing new");
    }

    @Test
    void quarantined_records_keep_reason_raw_text_file_and_line() {
        List<String> records = lakesmith(0, "quarantine", "bronze.crm_contacts", "--json")
                .lines()
                .toList();
        assertThat(records).hasSize((int) truth.contacts().quarantined());
        assertThat(records).allSatisfy(record -> assertThat(record)
                .contains("\"table\":\"bronze.crm_contacts\"")
                .contains("\"file\":\"drop/crm/contacts-")
                .containsPattern("\"line\":[1-9]")
                .containsPattern("\"raw\":\".+\""));
        assertThat(records).anySatisfy(record -> assertThat(record).contains("is not closed"));
    }

    @Test
    void lineage_reaches_from_gold_to_bronze() {
        assertThat(lakesmith(0, "lineage", "gold.customer_360.revenue_eur"))
                .contains("gold.fct_orders")
                .contains("bronze.orders_orders");
    }

    private String csv(String sql) {
        return lakesmith(0, "query", sql, "--format", "csv");
    }

    private static String two(BigDecimal value) {
        return value.setScale(2).toPlainString();
    }

    private String lakesmith(int expectedCode, String... arguments) {
        Captured captured = new Captured();
        String[] all = Stream.concat(Stream.of("-p", folder.resolve("shop").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        int code = Main.run(captured.piped(), Map.of(), all);
        assertThat(code).as(captured.out() + captured.err()).isEqualTo(expectedCode);
        return captured.out();
    }
}
