package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.Replay;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** YAML from files to bronze. */
final class YamlRowsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void documents_and_elements_of_lists_are_records_with_the_types_that_yaml_says() {
        Drop drop = Drop.in(folder)
                .file("documents", "format: yaml", """
                        %YAML 1.2
                        ---
                        id: 1
                        zip: 00123
                        text: |
                          two

                          lines
                        on: yes
                        ok: true
                        price: 12.50
                        ---
                        # nothing but a comment
                        ---
                        id: 0x1F
                        zip: "45"
                        none: ~
                        tags: [a, b]
                        ...
                        """)
                .file("list", "format: yaml", "- {id: 1, base: &b {x: 1}}\n- id: 2\n  base: *b\n")
                .file(
                        "below",
                        "format: { type: yaml, records: data.items }",
                        "data:\n  items:\n    - id: 7\n    - id: 8\nother: 1\n")
                .run();

        assertThat(drop.rows("documents", "id, zip, \"text\", \"on\", ok, price, tags"))
                .containsExactlyInAnyOrder(
                        "1|00123|two\n\nlines\n|yes|true|12.5|null", "31|45|null|null|null|null|[a, b]");
        drop.holds("list", "1|{x=1}", "2|{x=1}");
        drop.holds("below", "7", "8");
    }

    @Test
    void a_fraction_that_no_double_holds_is_kept_as_it_is_written() {
        Drop drop = Drop.in(folder)
                .file(
                        "wide",
                        "format: yaml",
                        "- {id: 1, v: 1e400}\n- {id: 2, v: 0.1000000000000000055511151231257827}\n"
                                + "- {id: 3, v: 9007199254740993.0}\n- {id: 4, v: 1e-400}\n- {id: 5, v: 1.5}\n")
                .file("doubles", "format: yaml", "- {v: 1.5}\n- {v: 2.5e10}\n")
                .run();

        drop.holds(
                "wide",
                "1|1e400",
                "2|0.1000000000000000055511151231257827",
                "3|9007199254740993.0",
                "4|1e-400",
                "5|1.5");
        drop.holds("doubles", "1.5", "2.5E10");
    }

    @Test
    void a_broken_document_costs_only_itself() {
        Drop drop = Drop.in(folder)
                .file("broken", "format: yaml", "id: 1\n---\nid: [2\n---\nid: 3\nid: 4\n---\nid: 5\n---\njust text\n")
                .file("none", "format: { type: yaml, records: data }", "id: 1\n")
                .file("latin", "format: yaml", "id: 1\n---\nid: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1))
                .file("empty", "format: yaml", "")
                .run();

        drop.holds("broken", "1", "5");
        assertThat(drop.quarantined("broken", "line")).containsExactlyInAnyOrder("2", "5", "10");
        assertThat(drop.quarantined("broken", "reason").toString())
                .contains("not valid YAML", "the key 'id' comes twice", "not a mapping but a single value");
        drop.ends("none", 0, "1|the document has nothing at data|id: 1");
        assertThat(drop.quarantined("latin", "reason").toString()).contains("not text");
        drop.ends("empty", 0);
    }

    @Test
    void aliases_that_multiply_or_point_to_themselves_are_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String one = "*a" + (i - 1);
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append((one + ", ").repeat(9))
                    .append(one)
                    .append("]\n");
        }
        Drop drop = Drop.in(folder)
                .file("bomb", "format: yaml", bomb + "---\nid: 1\n")
                .file("self", "format: yaml", "a: &a\n  b: *a\n---\nid: 1\n")
                .file("deep", "format: yaml", "a: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n---\nid: 1\n")
                .run();

        drop.holds("bomb", "1");
        drop.holds("self", "1");
        drop.holds("deep", "1");
        assertThat(drop.quarantined("bomb", "reason").toString()).contains("aliases written out");
        assertThat(drop.quarantined("self", "reason").toString()).contains("contains itself");
        assertThat(drop.quarantined("deep", "reason")).containsExactly("not valid YAML: it is nested too deep");
    }

    @Test
    void a_record_refused_for_its_value_is_replayed_from_its_own_lines() {
        Workbench bench = Workbench.in(folder)
                .streams("x: { path: drop/*.yml, format: { type: yaml, records: items }, columns: { n: { type: integer"
                        + " } } }")
                .file("drop/1.yml", "items:\n  - id: 1\n    n: 1\n  - id: 2\n    n: many\n");
        bench.run();

        assertThat(bench.rows("SELECT line, raw FROM quarantine.bronze_in_x")).containsExactly("4|id: 2\nn: many");
        bench.streams(
                "x: { path: drop/*.yml, format: { type: yaml, records: items }, columns: { n: { type: text } } }");
        bench.run();
        bench.replay("bronze.in_x", "", Replay.Mode.LAND);

        assertThat(bench.rows("SELECT id FROM bronze.in_x ORDER BY id")).contains("2");
    }
}
