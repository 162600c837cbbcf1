package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.functions.SqlFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own functions in models, checks, views and queries. */
class FunctionsTest {

    private static final String PROJECT = """
            name: test
            targets:
              dev: { warehouse: ./lake, threads: 2, memory: 512MB }
            secrets: { %s }
            """;
    private static final String EXAMPLE = "example: '${env:NOT_SET:-an example key that is public}'";

    @TempDir
    private Path folder;

    @Test
    void every_example_of_the_reference_holds() {
        Workbench bench = Workbench.in(folder).file("lakesmith.yml", PROJECT.formatted(EXAMPLE));
        List<SqlFunction> functions = FunctionCatalogue.functions();

        bench.model(
                        "gold.examples",
                        "materialized: table",
                        functions.stream()
                                .map(function -> "SELECT '" + function.name() + "' AS name, CAST("
                                        + function.example().call() + " AS VARCHAR) AS value")
                                .collect(Collectors.joining("\nUNION ALL ")))
                .run();

        assertThat(bench.rows("SELECT name, value FROM gold.examples"))
                .containsExactlyInAnyOrderElementsOf(functions.stream()
                        .map(function ->
                                function.name() + "|" + function.example().value())
                        .toList());
    }

    @Test
    void null_for_any_argument_gives_null() {
        Workbench bench = Workbench.in(folder).file("seeds/one.csv", "x\n1\n");
        bench.run();
        String calls = FunctionCatalogue.functions().stream()
                .filter(function -> !function.example().call().contains("'example'"))
                .flatMap(function -> Stream.of(
                        function.name() + "(" + (function.parameters().size() == 1 ? "n" : "n, " + second(function))
                                + ")",
                        function.parameters().size() == 1 || second(function).equals("'agent'")
                                ? function.name() + "(n"
                                        + (function.parameters().size() == 1 ? ")" : ", 'agent')")
                                : function.name() + "('a', NULL)"))
                .map(call -> call + " IS NULL")
                .collect(Collectors.joining(" AND "));

        assertThat(bench.rows("SELECT " + calls + " FROM (SELECT nullif(x, '1') AS n FROM seeds.one)"))
                .containsExactly("true");
    }

    private static String second(SqlFunction function) {
        return function.name().equals("access_log_field")
                ? "'agent'"
                : function.name().startsWith("keep") ? "1" : "'x'";
    }

    @Test
    void checks_views_and_exported_queries_may_call_them() {
        Workbench bench = Workbench.in(folder)
                .file("seeds/people.csv", "email\nAnna@Example.com\nno address\n")
                .model(
                        "silver.people",
                        "columns:\n  email: { checks: [{ not_null: { severity: quarantine } }] }\nchecks:\n"
                                + "  - { name: own_domain, sql: \"SELECT * FROM this WHERE email_domain(email) <>"
                                + " 'example.com'\" }",
                        "SELECT normalize_email(email) AS email FROM seeds.people")
                .model("gold.domains", "materialized: view", "SELECT email_domain(email) AS domain FROM silver.people");

        bench.run();

        assertThat(bench.rows("SELECT domain, url_host('https://' || domain) FROM gold.domains"))
                .containsExactly("example.com|example.com");
        assertThat(bench.rows("SELECT count(*) FROM quarantine.silver_people")).containsExactly("1");
    }

    @Test
    void another_key_makes_a_model_anew_and_stands_nowhere() throws Exception {
        Path key = folder.resolve("key.txt");
        Files.writeString(key, "first-secret-value-of-the-test\n");
        Workbench bench = Workbench.in(folder)
                .file("lakesmith.yml", PROJECT.formatted("pii: '${file:key.txt}'"))
                .file("seeds/people.csv", "email\nanna@example.com\n")
                .model(
                        "silver.people",
                        "materialized: table",
                        "SELECT tokenize(email, 'pii') AS token FROM seeds.people");
        bench.run();
        List<String> first = bench.rows("SELECT token FROM silver.people");

        assertThat(bench.run().steps()).isEmpty();
        Files.writeString(key, "second-secret-value-of-the-test\n");
        assertThat(bench.run().steps()).hasSize(1);

        assertThat(bench.rows("SELECT token FROM silver.people")).isNotEqualTo(first);
        Files.delete(key);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(Files.readAllBytes(file))
                    .asString(java.nio.charset.StandardCharsets.ISO_8859_1)
                    .doesNotContain("secret-value-of-the-test"));
        }
    }

    @Test
    void a_secret_that_is_not_declared_is_told_with_its_place() {
        Workbench bench = Workbench.in(folder)
                .file("lakesmith.yml", PROJECT.formatted(EXAMPLE))
                .file("seeds/people.csv", "email\nanna@example.com\n")
                .model(
                        "silver.people",
                        "materialized: table",
                        "SELECT tokenize(email, 'exampel') AS token FROM seeds.people");

        assertThatThrownBy(bench::run)
                .hasMessageContaining("models/silver/people.sql:4:24")
                .hasMessageContaining("tokenize knows no secret 'exampel'; did you mean 'example'?");
    }
}
