package dev.lakesmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.project.Deletes;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a model's table be computed anew, and what leaves it as it is. */
final class DefinitionTest {

    private static final SqlAnalyzer SQL = SqlAnalyzer.open();

    private static final String QUERY =
            "SELECT i.id, i.Name AS label, i.amount FROM seeds.items AS i WHERE i.amount > 3 AND i.name <> 'Ab'";
    private static final String MERGE = "materialized: merge\nunique_key: id\nlatest_by: amount\n";
    private static final String HEADER = MERGE + "columns:\n  id: { type: bigint, checks: [not_null] }\n";
    private static final String SETTINGS = "day: { type: date, default: 2026-01-01 }";

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        SQL.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select   i.id, i.Name as label,\n\ti.amount\nfrom seeds.items as i where i.amount > 3 and i.name <> 'Ab'",
                "SELECT i.id, i.Name AS label, i.amount -- the amount\nFROM seeds.items AS i /* all */ WHERE i.amount > 3"
                        + " AND i.name <> 'Ab'",
                "SELECT I.ID, I.NAME AS label, i.Amount FROM Seeds.Items AS I WHERE I.amount > 3 AND i.name <> 'Ab'",
                "SELECT i.id, i.\"name\" AS label, i.amount FROM seeds.items i WHERE (i.amount > 3) AND (i.name != 'Ab');"
            })
    void the_way_a_query_is_written_means_nothing(String query) {
        assertThat(fingerprint(HEADER, query)).isEqualTo(fingerprint(HEADER, QUERY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT i.id, i.name AS Label, i.amount FROM seeds.items AS i WHERE i.amount > 3 AND i.name <> 'Ab'",
                "SELECT i.id, i.name AS label, i.amount FROM seeds.items AS i WHERE i.amount > 3 AND i.name <> 'ab'",
                "SELECT i.id, i.name AS label, i.amount FROM seeds.items AS i WHERE i.amount > 4 AND i.name <> 'Ab'",
                "SELECT i.id, i.amount, i.name AS label FROM seeds.items AS i WHERE i.amount > 3 AND i.name <> 'Ab'"
            })
    void what_a_query_says_counts_and_so_does_the_case_of_a_column_it_names(String query) {
        assertThat(fingerprint(HEADER, query)).isNotEqualTo(fingerprint(HEADER, QUERY));
    }

    @Test
    void the_case_of_an_expression_counts_where_it_names_a_column_and_nowhere_else() {
        assertThat(fingerprint("", "SELECT max(Amount) FROM seeds.items"))
                .isNotEqualTo(fingerprint("", "SELECT max(amount) FROM seeds.items"));
        assertThat(fingerprint("", "SELECT max(Amount) AS m FROM seeds.items GROUP BY NAME"))
                .isEqualTo(fingerprint("", "SELECT MAX(amount) AS m FROM seeds.items GROUP BY name"));
        assertThat(fingerprint("", "SELECT id FROM seeds.items WHERE amount = (SELECT max(Amount) FROM seeds.items)"))
                .isEqualTo(fingerprint(
                        "", "SELECT id FROM seeds.items WHERE amount = (SELECT max(amount) FROM seeds.items)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "description: What it is.\n" + HEADER,
                "tags: [a, b]\nowner: sales\n" + HEADER,
                MERGE + "columns:\n  id: { type: BIGINT, checks: [not_null], description: The key. }\n",
                MERGE + "columns:\n  ID: { type: int8, checks: [not_null] }\n  label: { description: Its name. }\n",
                MERGE + "columns:\n  id: { type: bigint, checks: [not_null, { unique: { severity: warn } }] }\n",
                MERGE + "columns:\n  id: { type: bigint, checks: [{ not_null: { name: must_be_there } }] }\n",
                "sort_by: label desc\n" + HEADER
            })
    void what_does_not_decide_which_rows_there_are_leaves_the_table_as_it_is(String header) {
        assertThat(fingerprint(header, QUERY)).isEqualTo(fingerprint(HEADER, QUERY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "columns:\n  id: { type: bigint, checks: [not_null] }\n",
                "materialized: merge\nunique_key: [id, label]\nlatest_by: amount\n"
                        + "columns:\n  id: { type: bigint, checks: [not_null] }\n",
                "materialized: merge\nunique_key: id\ncolumns:\n  id: { type: bigint, checks: [not_null] }\n",
                MERGE + "columns:\n  id: { type: integer, checks: [not_null] }\n",
                MERGE + "columns:\n  id: { type: bigint, checks: [{ not_null: { severity: quarantine } }] }\n",
                "changes_of: seeds.items\n" + HEADER,
                "delete_when: amount < 0\n" + HEADER,
                "partition_by: label\n" + HEADER,
                "format_version: 3\n" + HEADER
            })
    void what_a_header_says_of_rows_counts(String header) {
        assertThat(fingerprint(header, QUERY)).isNotEqualTo(fingerprint(HEADER, QUERY));
    }

    @Test
    void sql_in_a_header_counts_as_it_is_parsed() {
        String held = MERGE + "columns:\n  id: { checks: [{ not_null: { severity: quarantine, where: '%s' } }] }\n";
        assertThat(fingerprint(held.formatted("amount > 1"), QUERY))
                .isEqualTo(fingerprint(held.formatted("AMOUNT   > 1 -- more"), QUERY))
                .isNotEqualTo(fingerprint(held.formatted("amount > 2"), QUERY));
        assertThat(fingerprint("delete_when: amount<0\n" + MERGE, QUERY))
                .isEqualTo(fingerprint("delete_when: (Amount < 0)\n" + MERGE, QUERY));
    }

    @ParameterizedTest
    @CsvSource({"day, true", "other, false"})
    void the_value_of_a_parameter_counts_where_it_is_used(String changed, boolean counts) {
        String settings = "day: { type: date, default: 2026-01-01 }\n  other: { type: date, default: 2026-01-01 }";
        String query = "SELECT id, $day AS d FROM seeds.items";
        String before = fingerprint("", query, settings);
        String after = fingerprint(
                "",
                query,
                settings.replace(
                        changed + ": { type: date, default: 2026-01-01",
                        changed + ": { type: date, default: 2026-01-02"));

        assertThat(after.equals(before)).isEqualTo(!counts);
    }

    @Test
    void a_parameter_in_a_check_that_holds_rows_counts_as_well() {
        String held = "columns:\n  id: { checks: [{ not_null: { severity: %s, where: 'd > $day' } }] }\n";
        String query = "SELECT id, CAST(name AS DATE) AS d FROM seeds.items";
        String later = SETTINGS.replace("2026-01-01", "2026-01-02");

        assertThat(fingerprint(held.formatted("quarantine"), query, later))
                .isNotEqualTo(fingerprint(held.formatted("quarantine"), query));
        assertThat(fingerprint(held.formatted("warn"), query, later))
                .isEqualTo(fingerprint(held.formatted("warn"), query));
    }

    /** Whoever adds a key to the header decides here whether a change of it makes tables anew. */
    @Test
    void every_part_of_a_model_counts_or_does_not() {
        assertThat(parts(Model.class))
                .containsExactlyInAnyOrder(
                        // these count
                        "sql",
                        "materialization",
                        "uniqueKey",
                        "latestBy",
                        "changesOf",
                        "deletes",
                        "layout",
                        "versioning",
                        "columns",
                        "checks",
                        "role",
                        // these do not
                        "name",
                        "sqlStart",
                        "quarantine",
                        "export",
                        "tags",
                        "description",
                        "owner");
        assertThat(parts(ColumnContract.class))
                .containsExactlyInAnyOrder(
                        "name",
                        "type",
                        "missing",
                        // these do not
                        "description",
                        "sensitive",
                        "otherTypes");
        assertThat(parts(Check.class)).containsExactly("name", "rule", "severity", "where", "failures");
        assertThat(parts(Deletes.class)).containsExactly("when", "missing", "maxShrink");
        assertThat(parts(TableLayout.class)).containsExactly("partitionBy", "formatVersion", "sortBy");
    }

    private static List<String> parts(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(each -> each.getName())
                .toList();
    }

    private String fingerprint(String header, String query) {
        return fingerprint(header, query, SETTINGS);
    }

    private String fingerprint(String header, String query, String parameters) {
        write("lakesmith.yml", """
                name: test
                targets:
                  dev: { warehouse: ./lake }
                parameters:
                  %s
                """.formatted(parameters));
        write("seeds/items.csv", "id,name,amount\n1,a,2\n");
        write("models/silver/m.sql", "/* lakesmith\n" + header + "\n*/\n" + query + "\n");
        LoadedProject loaded =
                ProjectLoader.load(new ProjectRequest(folder, Optional.empty(), Map.of(), Map.of(), List.of()));
        assertThat(loaded.diagnostics()).isEmpty();
        try (Lake lake = Lake.at(folder.resolve("lake"))) {
            Analysis analysis = Analyzer.analyze(
                    loaded.orThrow(),
                    lake.published(),
                    Analyzer.Depth.EVERYTHING,
                    Map.of(
                            new TableName("seeds", "items"),
                            List.of(
                                    new Column("id", "BIGINT"),
                                    new Column("name", "VARCHAR"),
                                    new Column("amount", "BIGINT"))),
                    SQL);
            assertThat(analysis.diagnostics()).isEmpty();
            return analysis.models().get(0).fingerprint();
        }
    }

    private void write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
