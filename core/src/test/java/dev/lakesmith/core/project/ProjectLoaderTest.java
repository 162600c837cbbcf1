package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.formats.Format;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectLoaderTest {

    @TempDir
    Path directory;

    @Test
    void readsAWholeProjectIntoRecords() {
        Project project = ProjectFixture.empty(directory)
                .file("lakesmith.yml", """
                        name: shop
                        targets:
                          dev: { warehouse: ./lake }
                          prod: { warehouse: /data/lake, memory: 8GiB, threads: 16 }
                        parameters:
                          day: { type: date, default: 2026-01-31 }
                          country: text
                        """)
                .file("sources/crm.yml", """
                        connector: files
                        root: "${env:DROP}"
                        streams:
                          contacts:
                            path: "contacts/*.csv"
                            format: { type: csv, delimiter: tab, quote: none, header: false, nulls: ['', NA] }
                            columns:
                              id: bigint
                              amount: { type: "numeric( 12 , 2 )", description: in euros }
                            on_new_columns: rescue
                          orders: { path: [a.json, b.json], format: json, min_age: 1m30s, largest: 10MB }
                        """)
                .file("models/silver/customers.sql", """
                        /* lakesmith
                        materialized: merge
                        unique_key: customer_id
                        latest_by: updated_at
                        columns:
                          customer_id: { type: bigint, checks: [not_null, unique] }
                          email:
                            checks:
                              - { matches: { pattern: '.+@.+', severity: quarantine, where: email <> '' } }
                        checks:
                          - { sql: "SELECT * FROM this WHERE signed_up > now()", name: no_future, severity: warn }
                          - { unique: [customer_id, email] }
                        tags: daily
                        description: One row per customer.
                        */
                        -- the newest one wins
                        SELECT id AS customer_id, ';' AS semicolon
                        FROM bronze.crm_contacts ; -- done
                        """)
                .file("models/gold/totals.sql", "SELECT 1 AS a")
                .file("seeds/countries.csv", "code,name\n")
                .environment("DROP", "/drop")
                .variable("country", "AT")
                .project();

        assertThat(project.name()).isEqualTo("shop");
        assertThat(project.target().name()).isEqualTo("dev");
        assertThat(project.target().warehouse()).isEqualTo(Locations.of(directory.resolve("lake")));
        assertThat(project.target().memoryBytes()).isEqualTo(2_000_000_000L);
        assertThat(project.target().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(project.parameters())
                .containsExactly(
                        new Parameter("day", "DATE", Optional.of("2026-01-31"), new Place("lakesmith.yml", 6, 3)),
                        new Parameter("country", "VARCHAR", Optional.of("AT"), new Place("lakesmith.yml", 7, 3)));
        assertThat(project.seeds())
                .containsExactly(new Seed(
                        new TableName("seeds", "countries"),
                        directory.resolve("seeds/countries.csv"),
                        Place.of("seeds/countries.csv")));

        Source crm = project.sources().get(0);
        assertThat(crm.connector()).isEqualTo("files");
        assertThat(crm.options().keys()).containsExactly("root");
        assertThat(crm.options().get("root", String.class)).isEqualTo("/drop");
        assertThat(crm.options().get("timeout", Duration.class)).isEqualTo(Duration.ofSeconds(30));

        Stream contacts = crm.streams().get(0);
        assertThat(contacts.bronze()).isEqualTo(new TableName("bronze", "crm_contacts"));
        assertThat(contacts.place()).isEqualTo(new Place("sources/crm.yml", 4, 3));
        assertThat(contacts.onNewColumns()).isEqualTo(NewColumns.RESCUE);
        assertThat(contacts.format())
                .isEqualTo(new Format.Csv(
                        Optional.of('\t'),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        List.of("", "NA")));
        assertThat(contacts.columns())
                .containsExactly(
                        new ColumnContract("id", Optional.of("BIGINT"), ""),
                        new ColumnContract("amount", Optional.of("DECIMAL(12,2)"), "in euros"));
        Stream orders = crm.streams().get(1);
        assertThat(orders.options().texts("path")).containsExactly("a.json", "b.json");
        assertThat(orders.options().get("min_age", Duration.class)).isEqualTo(Duration.ofSeconds(90));
        assertThat(orders.options().find("largest", Long.class)).contains(10_000_000L);
        assertThat(orders.onNewColumns()).isEqualTo(NewColumns.EVOLVE);

        assertThat(project.models())
                .extracting(model -> model.name().toString())
                .containsExactly("gold.totals", "silver.customers");
        Model customers = project.models().get(1);
        assertThat(customers.sql()).isEqualTo("SELECT id AS customer_id, ';' AS semicolon\nFROM bronze.crm_contacts");
        assertThat(customers.sqlStart()).isEqualTo(new Place("models/silver/customers.sql", 17, 1));
        assertThat(customers.materialization()).isEqualTo(Materialization.MERGE);
        assertThat(customers.uniqueKey()).containsExactly("customer_id");
        assertThat(customers.latestBy()).contains("updated_at");
        assertThat(customers.tags()).containsExactly("daily");
        assertThat(customers.description()).isEqualTo("One row per customer.");
        assertThat(customers.checks())
                .containsExactly(
                        check("customer_id_not_null", new Rule.NotNull("customer_id"), Severity.FAIL),
                        check("customer_id_unique", new Rule.Unique(List.of("customer_id")), Severity.FAIL),
                        new Check(
                                "email_matches",
                                new Rule.Matches("email", ".+@.+"),
                                Severity.QUARANTINE,
                                Optional.of("email <> ''")),
                        check("no_future", new Rule.Sql("SELECT * FROM this WHERE signed_up > now()"), Severity.WARN),
                        check(
                                "customer_id_email_unique",
                                new Rule.Unique(List.of("customer_id", "email")),
                                Severity.FAIL));
        assertThat(project.models().get(0).materialization()).isEqualTo(Materialization.TABLE);
    }

    @Test
    void readsEveryKindOfCheckShortAndLong() {
        Project project = ProjectFixture.in(directory)
                .file("models/silver/t.sql", """
                        /* lakesmith
                        columns:
                          a:
                            checks:
                              - accepted_values: [x, 1, true]
                              - accepted_values: { values: [y], name: only_y, severity: warn }
                              - matches: '[a-z]+'
                              - between: { min: 0, max: 1.5, severity: quarantine }
                              - between: { max: '2026-01-31', name: not_late }
                              - relationships: { to: silver.u, field: id }
                              - unique: { where: "a > 0" }
                              - not_null:
                        checks:
                          - unique: { columns: [a, b], severity: quarantine }
                          - sql: SELECT 1
                        */
                        SELECT 1 AS a
                        """)
                .file("models/silver/u.sql", "SELECT 1 AS id")
                .project();

        assertThat(project.models().get(0).checks())
                .containsExactly(
                        check(
                                "a_accepted_values",
                                new Rule.AcceptedValues("a", List.of("x", "1", "true")),
                                Severity.FAIL),
                        check("only_y", new Rule.AcceptedValues("a", List.of("y")), Severity.WARN),
                        check("a_matches", new Rule.Matches("a", "[a-z]+"), Severity.FAIL),
                        check(
                                "a_between",
                                new Rule.Between("a", Optional.of("0"), Optional.of("1.5")),
                                Severity.QUARANTINE),
                        check(
                                "not_late",
                                new Rule.Between("a", Optional.empty(), Optional.of("2026-01-31")),
                                Severity.FAIL),
                        check(
                                "a_relationships",
                                new Rule.Relationships("a", new TableName("silver", "u"), "id"),
                                Severity.FAIL),
                        new Check("a_unique", new Rule.Unique(List.of("a")), Severity.FAIL, Optional.of("a > 0")),
                        check("a_not_null", new Rule.NotNull("a"), Severity.FAIL),
                        check("a_b_unique", new Rule.Unique(List.of("a", "b")), Severity.QUARANTINE),
                        check("sql_10", new Rule.Sql("SELECT 1"), Severity.FAIL));
    }

    @Test
    void aFolderWithoutProjectSaysHowToMakeOne() throws IOException {
        assertThat(ProjectFixture.empty(directory).mistakes())
                .containsExactly(directory.resolve("lakesmith.yml")
                        + ": no project here: lakesmith.yml is missing; make a project with 'lakesmith init', an empty"
                        + " one to crawl into with 'lakesmith init --empty', or name its folder with -p DIR [LS101]");
        assertThat(ProjectFixture.empty(directory.resolve("nowhere")).mistakes().get(0))
                .contains("no project here: this folder does not exist");
        ProjectFixture.in(directory);
        Path below = Files.createDirectories(directory.resolve("models/silver"));
        assertThat(ProjectFixture.empty(below).mistakes().get(0))
                .contains("a folder above has one: use -p " + directory);
    }

    @Test
    void aMistakeThrownCarriesEveryLineAndTheCode() {
        LoadedProject loaded = ProjectFixture.empty(directory)
                .file("lakesmith.yml", "nmae: x\ntarget: {}\n")
                .load();
        assertThatThrownBy(loaded::orThrow)
                .isInstanceOfSatisfying(LakesmithException.class, thrown -> assertThat(thrown.code())
                        .isEqualTo(ErrorCode.PROJECT_INVALID))
                .hasMessageContainingAll("did you mean 'name'?", "did you mean 'targets'?", "'name' is missing");
    }

    @Test
    void onlyTheChosenTargetNeedsItsVariables() {
        ProjectFixture fixture = ProjectFixture.empty(directory).file("lakesmith.yml", """
                        name: shop
                        targets:
                          dev: { warehouse: ./lake }
                          prod: { warehouse: "${env:PROD_LAKE}", threads: "${env:PROD_THREADS:-8}" }
                        """);

        assertThat(fixture.project().target().name()).isEqualTo("dev");
        assertThat(fixture.target("prod").mistakes())
                .containsExactly("lakesmith.yml:4:22: the environment variable PROD_LAKE is not set; set it, or write"
                        + " ${env:PROD_LAKE:-default} [LS108]");
        Target prod = fixture.environment("PROD_LAKE", "/prod").project().target();
        assertThat(prod.warehouse()).isEqualTo("file:///prod");
        assertThat(prod.threads()).isEqualTo(8);
        assertThat(fixture.target("prd").mistakes())
                .containsExactly(
                        "lakesmith.yml:2:1: the target 'prd' is not declared; declared: dev, prod; did you mean"
                                + " 'prod'? [LS107]");
    }

    @Test
    void whatBecomesOfOtherTypesFitsTypeAndFormat() {
        ProjectFixture fixture = ProjectFixture.empty(directory)
                .file("lakesmith.yml", "name: shop\ntargets: { dev: { warehouse: ./lake } }\n")
                .file("sources/in.yml", """
                        connector: files
                        streams:
                          lines:
                            path: a
                            format: csv
                            columns:
                              a: { other_types: rescue }
                              b: { other_types: split }
                              c: { type: bigint, other_types: rescue }
                          documents:
                            path: b
                            format: json
                            columns:
                              a: { type: bigint, other_types: struct }
                              b: { other_types: split }
                              c: { other_types: cast }
                        """);

        assertThat(fixture.mistakes())
                .containsExactly(
                        "sources/in.yml:7:25: 'rescue' needs to know which type the column has; add 'type', for example"
                                + " type: bigint [LS107]",
                        "sources/in.yml:8:25: 'split' is for formats whose values bring types of their own, such as"
                                + " json; this format gives every value of a column the same one, remove 'other_types'"
                                + " [LS107]",
                        "sources/in.yml:14:39: 'struct' keeps values in the types they bring, so the column can have no"
                                + " type; remove 'type', or write quarantine or rescue [LS107]",
                        "sources/in.yml:16:25: 'other_types' must be one of quarantine, rescue, split, struct, got"
                                + " 'cast' [LS107]");
    }

    @Test
    void parametersAreCheckedAgainstTheirTypes() {
        ProjectFixture fixture = ProjectFixture.empty(directory)
                .file("lakesmith.yml", """
                        name: shop
                        targets: { dev: { warehouse: ./lake } }
                        parameters:
                          day: date
                          share: { type: "decimal(3,2)", default: 0.125 }
                          kind: { type: interval }
                        """)
                .variable("day", "31.1.2026")
                .variable("dya", "2026-01-31");

        assertThat(fixture.mistakes())
                .containsExactly(
                        "--var day: the value '31.1.2026' of the parameter 'day' is no DATE; write a date such as"
                                + " 2026-01-31 [LS112]",
                        "--var dya: no parameter of this name is declared in lakesmith.yml; declared: day, share, kind;"
                                + " did you mean 'day'? [LS112]",
                        "lakesmith.yml:5:43: the default '0.125' of the parameter 'share' is no DECIMAL(3,2); write a"
                                + " number that DECIMAL(3,2) holds without rounding [LS112]",
                        "lakesmith.yml:6:17: 'type': 'interval' is no type of a parameter; allowed: text, boolean,"
                                + " smallint, integer, bigint, double, decimal(p,s), date, time, timestamp, timestamptz,"
                                + " uuid [LS107]");
    }

    @Test
    void foldersThatAreNearlyTheRightOnesAreTold() {
        assertThat(ProjectFixture.in(directory)
                        .file("model/silver/a.sql", "SELECT 1")
                        .file("lakesmith.yaml", "name: x")
                        .mistakes())
                .containsExactly(
                        "lakesmith.yaml: this file is not read beside lakesmith.yml; move its keys there and remove it"
                                + " [LS114]",
                        "model: this folder is not read; did you mean 'models'? [LS114]");
    }

    @Test
    void filesInAFolderBesideTheRightOneAreTold() {
        assertThat(ProjectFixture.in(directory)
                        .file("models/silver/a.sql", "SELECT 1 AS a")
                        .file("model/silver/b.sql", "SELECT 1 AS a")
                        .file("Seeds/kinds.csv", "kind\nopen\n")
                        .file("tests/README.md", "none yet")
                        .file("test/java/ATest.java", "of another program")
                        .mistakes())
                .containsExactly(
                        "Seeds: this folder is not read; did you mean 'seeds'? [LS114]",
                        "model: this folder is not read; did you mean 'models'? [LS114]");
    }

    @Test
    void tablesThatNothingMakesAreToldWhereTheyAreNamed() {
        assertThat(ProjectFixture.in(directory)
                        .file("sources/crm.yml", "connector: files\nstreams: { contacts: { path: x, format: csv } }\n")
                        .file("models/silver/a.sql", """
                                /* lakesmith
                                materialized: append
                                changes_of: bronze.crm_contcts
                                columns:
                                  x: { checks: [ { relationships: { to: silver.b, field: id } } ] }
                                  y: { checks: [ { relationships: { to: landing.crm_contacts, field: path } } ] }
                                */
                                SELECT 1 AS x, 2 AS y
                                """)
                        .mistakes())
                .containsExactly(
                        "models/silver/a.sql:3:13: 'changes_of' names the table bronze.crm_contcts, which no source,"
                                + " model or seed makes; did you mean 'bronze.crm_contacts'? [LS110]",
                        "models/silver/a.sql:5:41: 'to' names the table silver.b, which no source, model or seed makes;"
                                + " did you mean 'silver.a'? [LS110]");
    }

    @Test
    void thePlacesOfAHeaderCanBeAskedForLater() {
        Project project = ProjectFixture.in(directory)
                .file("models/silver/a.sql", """
                        /* lakesmith
                        materialized: merge
                        unique_key: id
                        columns:
                          id: { checks: [not_null, { between: { min: 1 } }] }
                        checks:
                          - { sql: SELECT 1, name: nothing }
                        */
                        SELECT 1 AS id
                        """)
                .file("models/silver/b.sql", "SELECT 1 AS id")
                .project();

        HeaderPlaces places = HeaderPlaces.of(project, project.models().get(0));
        assertThat(places.key("unique_key")).hasToString("models/silver/a.sql:3:13");
        assertThat(places.column("id")).hasToString("models/silver/a.sql:5:3");
        assertThat(places.check("id_not_null")).hasToString("models/silver/a.sql:5:18");
        assertThat(places.check("id_between")).hasToString("models/silver/a.sql:5:39");
        assertThat(places.check("nothing")).hasToString("models/silver/a.sql:7:12");
        HeaderPlaces none = HeaderPlaces.of(project, project.models().get(1));
        assertThat(none.key("unique_key")).hasToString("models/silver/b.sql");
        assertThat(none.check("x")).hasToString("models/silver/b.sql");
    }

    private static Check check(String name, Rule rule, Severity severity) {
        return new Check(name, rule, severity, Optional.empty());
    }

    @Test
    void aFormatThatSaysTooLittleOrCannotBeIsToldWithItsPlace() {
        List<String> mistakes =
                ProjectFixture.in(directory).file("sources/in.yml", """
                connector: files
                streams:
                  a: { path: x, format: log }
                  b: { path: x, format: fixed }
                  c: { path: x, format: { type: log, pattern: combind } }
                  d: { path: x, format: { type: log, pattern: '%{IPP:x}' } }
                  e: { path: x, format: { type: log, pattern: '%{IP:x} (' } }
                  f: { path: x, format: { type: fixed, fields: { id: 1-4, name: 3-8, x: abc } } }
                  g: { path: x, format: { type: xml, records: 'a//b' } }
                  h: { path: x, format: { type: excel, range: Z9 } }
                """).mistakes();

        assertThat(mistakes).hasSize(9);
        assertThat(mistakes.get(0)).contains("in.yml:3:", "write format: { type: log, pattern: combined }");
        assertThat(mistakes.get(1)).contains("in.yml:4:", "type: fixed");
        assertThat(mistakes.get(2)).contains("'combind' is neither a known log", "did you mean 'combined'?");
        assertThat(mistakes.get(3)).contains("%{IPP}, which is no known pattern");
        assertThat(mistakes.get(4)).contains("is no regular expression");
        assertThat(mistakes.get(5)).contains("'name' takes characters 3-8", "may not overlap");
        assertThat(mistakes.get(6)).contains("'abc' is no place");
        assertThat(mistakes.get(7)).contains("write names of elements separated by slashes");
        assertThat(mistakes.get(8)).contains("'Z9' is no part of a sheet");
    }
}
