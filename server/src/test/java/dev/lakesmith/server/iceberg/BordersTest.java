package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.Branch;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where clients may put files, and what is Lakesmith's own. */
final class BordersTest {

    private static final TableIdentifier PEOPLE = TableIdentifier.of("silver", "people");

    @TempDir
    private Path folder = Path.of("");

    private Served served = Served.openly(Path.of("unused"));
    private RESTCatalog catalog = new RESTCatalog();

    @BeforeEach
    void serve() {
        served.close();
        served = Served.openly(folder.resolve("lake"));
        catalog = served.client();
        catalog.createNamespace(Namespace.of("silver"));
    }

    @AfterEach
    void stop() throws IOException {
        catalog.close();
        served.close();
    }

    @Test
    void a_table_lies_in_its_own_folder() {
        for (String location : List.of(
                "file:///elsewhere/people",
                "/elsewhere/people",
                "s3://bucket/people",
                "file://" + folder + "/lake-beside/silver/people",
                "file://" + folder + "/lake/silver/people/../../../outside",
                "../people",
                "people",
                "http://example.com/people")) {
            assertThatThrownBy(() -> made(location))
                    .as(location)
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining("is outside of the warehouse");
        }
        for (String location :
                List.of("/lake/silver/other", "/lake/silver", "/lake/gold/people", "/lake/silver/people2")) {
            assertThatThrownBy(() -> made("file://" + folder + location))
                    .as(location)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("is not the table's own folder");
        }
        assertThat(served.lake.catalog().published()).isEmpty();
        assertThat(made("file:" + folder + "/lake/silver/people/v1").location())
                .isEqualTo("file:" + folder + "/lake/silver/people/v1");
    }

    private Table made(String location) {
        return catalog.buildTable(PEOPLE, Served.SCHEMA).withLocation(location).create();
    }

    @Test
    void a_table_cannot_be_moved_or_led_elsewhere_later() {
        Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
        String before = metadata(people);

        assertThatThrownBy(() ->
                        people.updateLocation().setLocation("file:///tmp/x").commit())
                .isInstanceOf(ForbiddenException.class);
        for (String property : List.of(
                "write.data.path", "write.metadata.path", "write.object-storage.path", "write.folder-storage.path")) {
            assertThatThrownBy(() -> catalog.loadTable(PEOPLE)
                            .updateProperties()
                            .set(property, "file:///tmp/x")
                            .commit())
                    .as(property)
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining(property);
            assertThatThrownBy(() -> catalog.loadTable(PEOPLE)
                            .updateProperties()
                            .set(property, "file://" + folder + "/lake/silver/other")
                            .commit())
                    .isInstanceOf(BadRequestException.class);
        }

        assertThat(metadata(catalog.loadTable(PEOPLE))).isEqualTo(before);
        assertThat(metadataFiles()).hasSize(1);
    }

    @Test
    void data_outside_of_the_warehouse_is_found_in_the_manifests() throws IOException {
        Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
        people.newAppend().appendFile(Served.file(people, "a.parquet")).commit();

        assertThatThrownBy(() -> people.newAppend()
                        .appendFile(Served.file("file:///etc/secrets.parquet"))
                        .commit())
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("the data file file:///etc/secrets.parquet is outside of the warehouse")
                .hasMessageContaining("--allow-external-locations");

        assertThat(catalog.loadTable(PEOPLE).snapshots()).hasSize(1);
        served.close();
        catalog.close();
        served = Served.withoutBorders(folder.resolve("lake"));
        catalog = served.client();
        Table open = catalog.loadTable(PEOPLE);
        open.newAppend().appendFile(Served.file("file:///elsewhere/b.parquet")).commit();
        served.close();
        catalog.close();
        served = Served.openly(folder.resolve("lake"));
        catalog = served.client();
        Table closed = catalog.loadTable(PEOPLE);
        // The merged manifest has the file outside along, which is there already.
        assertThatCode(() -> {
                    closed.updateProperties()
                            .set("commit.manifest.min-count-to-merge", "1")
                            .commit();
                    closed.newAppend()
                            .appendFile(Served.file(closed, "c.parquet"))
                            .commit();
                })
                .doesNotThrowAnyException();
        assertThat(closed.currentSnapshot().allManifests(closed.io())).hasSize(1);
    }

    @Test
    void metadata_from_elsewhere_is_not_registered() throws IOException {
        Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
        Path outside = folder.resolve("outside.metadata.json");
        Files.copy(Path.of(metadata(people).substring("file://".length())), outside);
        TableIdentifier other = TableIdentifier.of("silver", "other");

        assertThatThrownBy(() -> catalog.registerTable(other, "file://" + outside))
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> catalog.registerTable(other, "file:///etc/passwd"))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageNotContaining("root");
        assertThatThrownBy(() -> catalog.registerTable(other, metadata(people)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("is not the table's own folder");
        assertThatThrownBy(() -> catalog.registerTable(other, "file://" + folder + "/lake/nothing.metadata.json"))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("cannot be read");
        assertThat(catalog.listTables(Namespace.of("silver"))).containsExactly(PEOPLE);
    }

    @Test
    void what_lakesmith_keeps_is_left_alone() {
        Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
        assertThatThrownBy(() -> people.updateProperties()
                        .set("lakesmith.position", "000007")
                        .commit())
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("the property lakesmith.position is Lakesmith's own");
        assertThatThrownBy(() -> people.newAppend()
                        .appendFile(Served.file(people, "a.parquet"))
                        .set("lakesmith.same-rows-as", "1")
                        .commit())
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> catalog.buildTable(TableIdentifier.of("silver", "x"), Served.SCHEMA)
                        .withProperty("lakesmith.inputs", "{}")
                        .create())
                .isInstanceOf(ForbiddenException.class);
        served.lake.catalog().createNamespace("landing", Map.of());
        assertThatThrownBy(() -> catalog.createTable(TableIdentifier.of("landing", "x"), Served.SCHEMA))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("say what Lakesmith has extracted");
        assertThatThrownBy(() -> catalog.renameTable(PEOPLE, TableIdentifier.of("landing", "people")))
                .isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> catalog.dropNamespace(Namespace.of("landing"))).isInstanceOf(ForbiddenException.class);
    }

    @Test
    void what_lakesmith_keeps_is_open_to_engines() throws IOException {
        try (Served engines = Served.toEngines(folder.resolve("engines"), 0);
                RESTCatalog engine = engines.client()) {
            engine.createNamespace(Namespace.of("landing"));
            Table ledger = engine.createTable(TableIdentifier.of("landing", "x"), Served.SCHEMA);
            ledger.updateProperties().set("lakesmith.position", "000007").commit();
            ledger.newAppend()
                    .appendFile(Served.file(ledger, "a.parquet"))
                    .set("lakesmith.same-rows-as", "1")
                    .commit();

            Table loaded = engine.loadTable(TableIdentifier.of("landing", "x"));
            assertThat(loaded.properties()).containsEntry("lakesmith.position", "000007");
            assertThat(loaded.currentSnapshot().summary()).containsEntry("lakesmith.same-rows-as", "1");
            assertThatThrownBy(() -> engine.buildTable(TableIdentifier.of("landing", "y"), Served.SCHEMA)
                            .withLocation("s3://elsewhere/y")
                            .create())
                    .hasMessageContaining("outside of the warehouse");
        }
    }

    @Test
    void what_is_staged_on_a_branch_is_not_seen_and_publishes_nothing_over_what_others_made() {
        TableName staged = new TableName("silver", "staged");
        Branch branch = served.lake.branch("run-1");
        branch.draft(staged, List.of(new Column("id", "BIGINT"))).stage();
        branch.audited(staged);
        TableIdentifier identifier = TableIdentifier.of("silver", "staged");

        assertThat(served.lake.branches()).containsExactly("run-1");
        assertThat(catalog.listTables(Namespace.of("silver"))).isEmpty();
        assertThat(catalog.tableExists(identifier)).isFalse();

        Table made = catalog.createTable(identifier, Served.SCHEMA);
        assertThatThrownBy(branch::publish).isInstanceOfSatisfying(LakesmithException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.LAKE_CONFLICT));
        assertThat(metadata(catalog.loadTable(identifier))).isEqualTo(metadata(made));
    }

    private static String metadata(Table table) {
        return ((BaseTable) table).operations().current().metadataFileLocation();
    }

    private List<String> metadataFiles() {
        String[] names = folder.resolve("lake/silver/people/metadata")
                .toFile()
                .list((directory, name) -> name.endsWith(".metadata.json"));
        return List.of(names == null ? new String[0] : names);
    }
}
