package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of several sources become identities whose keys stay. */
final class ConformTest {

    private static final String HEADER = "conform: { key: person, record: [source, id], at_most: 5, match: {"
            + " email: 'lower(trim(email))', phone_and_name: [\"regexp_replace(phone, '\\\\D', '', 'g')\", lower(name)] } }";
    private static final String QUERY = "SELECT source, id, name, email, phone FROM seeds.r";
    private static final String HEAD = "source,id,name,email,phone\n";
    private static final String KEYS = "SELECT source, id, person, matched_by FROM silver.people ORDER BY source, id";
    private static final String EVENTS =
            "SELECT event, identity, merged_into, split_from, rule FROM history.silver_people ORDER BY happened_at, identity";

    private final Workbench bench;

    ConformTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    private Workbench people(String csv) {
        // Each run gives all records anew, so that they can change and vanish.
        return bench.file("seeds/r.csv", HEAD + csv).model("silver.people", HEADER, QUERY);
    }

    @Test
    void records_that_share_a_value_over_any_number_of_steps_are_one_identity() {
        people(
                        "crm,1,Ann Lee,ann@x.org,030-1\nshop,7,ANN LEE,,0301\nshop,8,Ann,ANN@x.org ,\nhelp,a,Cid,,030 1\nhelp,b,,,\n")
                .run();

        assertThat(bench.rows(KEYS))
                .containsExactly(
                        "crm|1|1|email", "help|a|2|null", "help|b|3|null", "shop|7|1|phone_and_name", "shop|8|1|email");
        assertThat(bench.has("history.silver_people")).isFalse();
    }

    @Test
    void keys_stay_when_records_come_and_the_older_one_stays_when_identities_become_one() {
        people("crm,1,Ann,ann@x.org,\ncrm,2,Bob,bob@x.org,\n").run();

        people("aaa,0,New,new@x.org,\ncrm,1,Ann,ann@x.org,\ncrm,2,Bob,bob@x.org,\n")
                .run();

        assertThat(bench.rows(KEYS)).containsExactly("aaa|0|3|null", "crm|1|1|null", "crm|2|2|null");

        people("aaa,0,New,bob@x.org,\ncrm,1,Ann,ann@x.org,\ncrm,2,Bob,bob@x.org,\n")
                .run();

        assertThat(bench.rows(KEYS)).containsExactly("aaa|0|2|email", "crm|1|1|null", "crm|2|2|email");
        assertThat(bench.rows(EVENTS)).containsExactly("merged|3|2|null|email");
    }

    @Test
    void when_an_identity_falls_apart_the_older_part_keeps_its_key_and_no_key_is_given_again() {
        people("crm,1,Ann,ann@x.org,\n").run();
        people("aaa,0,A,ann@x.org,\ncrm,1,Ann,ann@x.org,\n").run();

        people("aaa,0,A,other@x.org,\ncrm,1,Ann,ann@x.org,\n").run();

        assertThat(bench.rows(KEYS)).containsExactly("aaa|0|2|null", "crm|1|1|null");
        assertThat(bench.rows(EVENTS)).containsExactly("split|2|null|1|null");

        people("aaa,0,A,ann@x.org,\ncrm,1,Ann,ann@x.org,\n").run();
        people("aaa,0,A,other@x.org,\ncrm,1,Ann,ann@x.org,\n").run();

        assertThat(bench.rows(KEYS)).containsExactly("aaa|0|3|null", "crm|1|1|null");
        assertThat(bench.rows(EVENTS))
                .containsExactly("split|2|null|1|null", "merged|2|1|null|email", "split|3|null|1|null");
    }

    @Test
    void a_record_that_vanishes_and_comes_back_has_its_key_again() {
        people("crm,1,Ann,ann@x.org,\ncrm,2,Bob,bob@x.org,\n").run();
        people("crm,1,Ann,ann@x.org,\n").run();
        assertThat(bench.rows("SELECT event, identity, record FROM history.silver_people"))
                .containsExactly("left|2|{\"source\":\"crm\",\"id\":\"2\"}");

        people("crm,0,Zed,z@x.org,\ncrm,1,Ann,ann@x.org,\ncrm,2,Bob,bob@x.org,\n")
                .run();

        assertThat(bench.rows(KEYS)).containsExactly("crm|0|3|null", "crm|1|1|null", "crm|2|2|null");
    }

    @Test
    void a_record_that_comes_back_takes_its_key_from_nobody_and_wakes_no_merged_one() {
        people("crm,1,Ann,ann@x.org,\nshop,1,Bob,bob@x.org,\nshop,2,Rob,bob@x.org,\n")
                .run();
        people("crm,1,Ann,ann@x.org,\nshop,2,Rob,bob@x.org,\n").run();
        // While Bob is away, Rob's identity goes into Ann's.
        people("crm,1,Ann,ann@x.org,\nshop,2,Rob,ann@x.org,\n").run();
        people("crm,1,Ann,ann@x.org,\nshop,1,Bob,bob@x.org,\nshop,2,Rob,ann@x.org,\n")
                .run();

        assertThat(bench.rows(KEYS)).containsExactly("crm|1|1|email", "shop|1|3|null", "shop|2|1|email");
        assertThat(bench.rows(EVENTS))
                .containsExactly("left|2|null|null|null", "merged|2|1|null|email", "split|3|null|1|null");

        // Ann was there first, but Rob has kept their key while she was away.
        people("shop,1,Bob,bob@x.org,\nshop,2,Rob,ann@x.org,\n").run();
        people("crm,1,Ann,new@x.org,\nshop,1,Bob,bob@x.org,\nshop,2,Rob,ann@x.org,\n")
                .run();

        assertThat(bench.rows(KEYS)).containsExactly("crm|1|4|null", "shop|1|3|null", "shop|2|1|null");
    }

    @Test
    void an_old_key_can_be_followed_over_several_merges() {
        people("a,1,A,a@x,\na,2,B,b@x,\na,3,C,c@x,\n").run();
        people("a,1,A,a@x,\na,2,B,b@x,\na,3,C,b@x,\n").run();
        people("a,1,A,a@x,\na,2,B,a@x,\na,3,C,a@x,\n").run();

        assertThat(bench.rows("WITH RECURSIVE led AS (SELECT 3 AS person_key UNION SELECT merged_into FROM"
                        + " history.silver_people, led WHERE event = 'merged' AND identity = led.person_key) SELECT"
                        + " min(person_key) FROM led"))
                .containsExactly("1");
    }

    @Test
    void
            keys_outlive_another_name_of_their_column_and_other_types_and_are_not_given_again_when_records_change_theirs() {
        people("crm,2,Ann,ann@x.org,\n").run();
        people("crm,1,Bob,bob@x.org,\ncrm,2,Ann,ann@x.org,\n").run();

        bench.model(
                        "silver.people",
                        HEADER.replace("key: person", "key: customer") + "\ncolumns: { id: integer }",
                        QUERY)
                .run();

        assertThat(bench.rows("SELECT id, customer FROM silver.people ORDER BY id"))
                .containsExactly("1|2", "2|1");
        assertThat(bench.has("history.silver_people")).isFalse();

        bench.model(
                        "silver.people",
                        HEADER.replace("source, id", "source, nr"),
                        "SELECT *, id AS nr FROM (" + QUERY + ")")
                .run();

        assertThat(bench.rows("SELECT nr, person FROM silver.people ORDER BY nr"))
                .containsExactly("1|3", "2|4");
    }

    @Test
    void values_of_nothing_but_white_space_match_nothing() {
        people("crm,1,Ann,  ,\ncrm,2,Bob,  ,\ncrm,3,Cid,\t,\ncrm,4,Dan,\t,\n");
        bench.model("silver.people", HEADER.replace("lower(trim(email))", "email"), QUERY)
                .run();

        assertThat(bench.rows(KEYS)).containsExactly("crm|1|1|null", "crm|2|2|null", "crm|3|3|null", "crm|4|4|null");
    }

    @Test
    void the_order_of_records_makes_no_difference() {
        List<String> lines = new ArrayList<>();
        // Chains of eight: each record shares its e-mail with the one before and its phone with the one after.
        for (int i = 0; i < 80; i++) {
            int chain = i / 4;
            lines.add("s%d,%d,n%d,e%d@x,%d"
                    .formatted(i % 3, i, chain, chain * 100 + i % 4 / 2, chain * 100 + (i + 1) % 4 / 2));
        }
        people(String.join("\n", lines) + "\n").run();
        List<String> expected = bench.rows(KEYS);
        assertThat(bench.rows("SELECT DISTINCT count(*) FROM silver.people GROUP BY person"))
                .containsExactly("4");

        Collections.shuffle(lines, new Random(7));
        people(String.join("\n", lines) + "\n").run();
        assertThat(bench.rows(KEYS)).isEqualTo(expected);

        Collections.shuffle(lines, new Random(8));
        bench.file("seeds/r.csv", HEAD + String.join("\n", lines) + "\n")
                .model("silver.fresh", HEADER, QUERY)
                .run();
        assertThat(bench.rows(KEYS.replace("silver.people", "silver.fresh"))).isEqualTo(expected);
    }

    @Test
    void a_value_that_too_many_records_share_stops_the_run() {
        String csv =
                "a,1,A,none@none,\na,2,B,none@none,\na,3,C,none@none,\na,4,D,none@none,\na,5,E,none@none,\na,6,F,none@none,\n";

        assertThat(Workbench.errors(people(csv).attempt()))
                .anyMatch(error -> error.contains(
                        "the rule 'email' finds 6 records with the same value 'none@none', more" + " than at_most: 5"));
        assertThat(bench.has("silver.people")).isFalse();

        people("a,1,A,a@x,1\na,2,A,b@x,1\na,3,B,b@x,2\na,4,B,c@x,2\na,5,C,c@x,3\na,6,C,d@x,3\n");
        assertThat(Workbench.errors(bench.attempt()))
                .anyMatch(error -> error.contains("chain 6 records to one identity"));
    }

    @Test
    void a_record_without_a_name_of_its_own_goes_to_quarantine_and_one_given_twice_stops_the_run() {
        Ledger ledger =
                Workbench.ledger(people("crm,1,Ann,a@x,\ncrm,,Bob,b@x,\n").run(), "silver.people");
        assertThat(ledger).isEqualTo(Ledger.of(2, 1, 1));

        assertThat(Workbench.errors(people("crm,1,Ann,a@x,\ncrm,1,Bob,b@x,\n").attempt()))
                .anyMatch(error -> error.contains("conform.record failed for"));
    }

    @Test
    void of_several_records_each_column_survives_by_its_rule() {
        RunReport report = people("crm,1,Ann Lee,a@x,1\nshop,2,Ann M. Lee,a@x,3\nhelp,3,A. Lee,a@x,3\nshop,4,,z@x,\n")
                .model(
                        "gold.people",
                        "survive: { key: person, source: source, columns: { name: longest, phone: most_frequent,"
                                + " id: { prefer: [help, crm] } } }",
                        "SELECT person, source, id, name, email, phone FROM silver.people")
                .run();

        assertThat(bench.rows("SELECT person, id, name, email, phone, records FROM gold.people ORDER BY person"))
                .containsExactly("1|3|Ann M. Lee|a@x|3|3", "2|4|null|z@x|null|1");
        assertThat(Workbench.ledger(report, "gold.people"))
                .isEqualTo(Ledger.of(4, 2, 0, Map.of("merged by person", 2L)));
    }

    @Test
    void rows_without_a_key_go_to_quarantine_one_by_one() {
        bench.file("seeds/r.csv", "person,name\n,A\n,B\n1,C\n")
                .model("gold.people", "survive: { key: person }", "SELECT * FROM seeds.r")
                .run();

        assertThat(bench.rows("SELECT * FROM gold.people")).containsExactly("1|C|1");
        assertThat(bench.rows("SELECT raw FROM quarantine.gold_people ORDER BY raw"))
                .containsExactly(
                        "{\"person\":null,\"name\":\"A\",\"records\":1}",
                        "{\"person\":null,\"name\":\"B\",\"records\":1}");
    }

    @Test
    void golden_rows_are_a_dimension_under_their_own_key() {
        people("crm,1,Ann,a@x,1\nshop,2,Ann,a@x,3\n")
                .model("silver.golden", "survive: { key: person }", "SELECT person, name FROM silver.people")
                .model(
                        "gold.dim_person",
                        "dimension: { key: person, surrogate: person }",
                        "SELECT * FROM silver.golden")
                .run();

        assertThat(bench.rows("SELECT * FROM gold.dim_person ORDER BY person"))
                .containsExactly("-1|Unknown|null|false", "1|Ann|2|false");
    }
}
