package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.BaseTransaction;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's own REST client, over HTTP. */
final class RestCatalogTest {

    private static final Namespace SILVER = Namespace.of("silver");
    private static final TableIdentifier PEOPLE = TableIdentifier.of(SILVER, "people");

    @TempDir
    private Path folder = Path.of("");

    private Served served = Served.openly(Path.of("unused"));
    private RESTCatalog catalog = new RESTCatalog();

    @BeforeEach
    void serve() {
        served.close();
        served = Served.openly(folder.resolve("lake"));
        catalog = served.client();
    }

    @AfterEach
    void stop() throws IOException {
        catalog.close();
        served.close();
    }

    @Test
    void namespaces_are_made_changed_listed_and_dropped() {
        catalog.createNamespace(SILVER, new HashMap<>(Map.of("owner", "crm")));
        catalog.createNamespace(Namespace.of("gold"));

        catalog.setProperties(SILVER, new HashMap<>(Map.of("comment", "clean")));
        catalog.removeProperties(SILVER, new HashSet<>(Set.of("owner")));

        assertThat(catalog.listNamespaces()).containsExactly(Namespace.of("gold"), SILVER);
        assertThat(catalog.loadNamespaceMetadata(SILVER)).isEqualTo(Map.of("comment", "clean"));
        assertThat(catalog.listNamespaces(SILVER)).isEmpty();
        assertThat(catalog.namespaceExists(SILVER)).isTrue();
        assertThat(catalog.dropNamespace(SILVER)).isTrue();
        assertThat(catalog.namespaceExists(SILVER)).isFalse();
        assertThat(catalog.dropNamespace(SILVER)).isFalse();
        assertThatThrownBy(() -> catalog.createNamespace(Namespace.of("gold")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> catalog.loadNamespaceMetadata(SILVER)).isInstanceOf(NoSuchNamespaceException.class);
    }

    @Test
    void a_table_is_made_written_evolved_renamed_and_dropped() throws IOException {
        catalog.createNamespace(SILVER);
        Table people = catalog.buildTable(PEOPLE, Served.SCHEMA)
                .withProperty("comment", "all of them")
                .create();
        assertThat(people.location()).isEqualTo("file://" + folder.resolve("lake/silver/people"));

        people.newAppend().appendFile(Served.file(people, "a.parquet")).commit();
        people.updateSchema().addColumn("age", Types.IntegerType.get()).commit();
        people.newAppend().appendFile(Served.file(people, "b.parquet")).commit();

        Table again = served.client().loadTable(PEOPLE);
        assertThat(again.schema().columns()).extracting(Types.NestedField::name).containsExactly("id", "name", "age");
        assertThat(again.properties()).containsEntry("comment", "all of them");
        assertThat(files(again)).containsExactlyInAnyOrder("a.parquet", "b.parquet");
        assertThat(served.lake.published().table(new TableName("silver", "people")))
                .isPresent();

        TableIdentifier persons = TableIdentifier.of(SILVER, "persons");
        catalog.renameTable(PEOPLE, persons);
        assertThat(catalog.tableExists(PEOPLE)).isFalse();
        assertThat(files(catalog.loadTable(persons))).containsExactlyInAnyOrder("a.parquet", "b.parquet");
        assertThatThrownBy(() -> catalog.dropNamespace(SILVER)).isInstanceOf(NamespaceNotEmptyException.class);

        assertThat(catalog.dropTable(persons, true)).isTrue();
        assertThat(catalog.listTables(SILVER)).isEmpty();
        assertThat(catalog.dropTable(persons)).isFalse();
        assertThatThrownBy(() -> catalog.loadTable(persons)).isInstanceOf(NoSuchTableException.class);
        assertThat(served.lake.dropped()).containsExactly(new TableName("silver", "persons"));
    }

    @Test
    void a_table_made_where_a_renamed_one_has_its_files_gets_a_folder_of_its_own() {
        catalog.createNamespace(SILVER);
        catalog.createTable(PEOPLE, Served.SCHEMA);
        catalog.renameTable(PEOPLE, TableIdentifier.of(SILVER, "persons"));

        Table second = catalog.createTable(PEOPLE, Served.SCHEMA);

        assertThat(second.location()).matches(".*/lake/silver/people-[0-9a-f]{8}");
        assertThat(catalog.loadTable(TableIdentifier.of(SILVER, "persons")).location())
                .endsWith("/lake/silver/people");
    }

    @Test
    void a_table_is_replaced_and_made_in_a_transaction_of_its_own() {
        catalog.createNamespace(SILVER);
        Transaction creation = catalog.buildTable(PEOPLE, Served.SCHEMA).createTransaction();
        creation.newAppend()
                .appendFile(Served.file(creation.table(), "a.parquet"))
                .commit();
        assertThat(catalog.tableExists(PEOPLE)).isFalse();
        creation.commitTransaction();
        assertThat(files(catalog.loadTable(PEOPLE))).containsExactly("a.parquet");

        Transaction replacement = catalog.buildTable(
                        PEOPLE, new Schema(Types.NestedField.optional(1, "x", Types.DateType.get())))
                .replaceTransaction();
        replacement
                .newAppend()
                .appendFile(Served.file(replacement.table(), "c.parquet"))
                .commit();
        replacement.commitTransaction();

        Table replaced = catalog.loadTable(PEOPLE);
        assertThat(files(replaced)).containsExactly("c.parquet");
        assertThat(replaced.schema().columns())
                .extracting(Types.NestedField::name)
                .containsExactly("x");
        assertThat(replaced.snapshots()).hasSize(2);
    }

    @Test
    void a_table_is_registered_again_after_it_was_dropped() {
        catalog.createNamespace(SILVER);
        Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
        people.newAppend().appendFile(Served.file(people, "a.parquet")).commit();
        String metadata = ((BaseTable) people).operations().current().metadataFileLocation();
        catalog.dropTable(PEOPLE);

        catalog.registerTable(PEOPLE, metadata);

        assertThat(files(catalog.loadTable(PEOPLE))).containsExactly("a.parquet");
        assertThatThrownBy(() -> catalog.registerTable(PEOPLE, metadata)).isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void views_are_made_replaced_renamed_and_dropped() {
        catalog.createNamespace(SILVER);
        catalog.createTable(PEOPLE, Served.SCHEMA);
        TableIdentifier names = TableIdentifier.of(SILVER, "names");
        View view = catalog.buildView(names)
                .withSchema(Served.SCHEMA)
                .withDefaultNamespace(SILVER)
                .withQuery("spark", "SELECT id, name FROM people")
                .create();
        assertThat(view.sqlFor("spark").sql()).isEqualTo("SELECT id, name FROM people");

        catalog.buildView(names)
                .withSchema(Served.SCHEMA)
                .withDefaultNamespace(SILVER)
                .withQuery("spark", "SELECT id, upper(name) AS name FROM people")
                .replace();
        view.updateProperties().set("comment", "loud").commit();

        View loaded = served.client().loadView(names);
        assertThat(loaded.sqlFor("spark").sql()).isEqualTo("SELECT id, upper(name) AS name FROM people");
        assertThat(loaded.properties()).containsEntry("comment", "loud");
        assertThat(catalog.listViews(SILVER)).containsExactly(names);
        assertThat(catalog.listTables(SILVER)).containsExactly(PEOPLE);
        assertThatThrownBy(() -> catalog.createTable(names, Served.SCHEMA)).isInstanceOf(AlreadyExistsException.class);

        TableIdentifier other = TableIdentifier.of(SILVER, "loud_names");
        catalog.renameView(names, other);
        assertThat(catalog.viewExists(names)).isFalse();
        assertThat(catalog.dropView(other)).isTrue();
        assertThatThrownBy(() -> catalog.loadView(other)).isInstanceOf(NoSuchViewException.class);
        assertThat(catalog.dropView(other)).isFalse();
    }

    @Test
    void several_tables_change_together_or_not_at_all() {
        catalog.createNamespace(SILVER);
        List<Table> tables = Stream.of("a", "b", "c")
                .map(name -> catalog.createTable(TableIdentifier.of(SILVER, name), Served.SCHEMA))
                .toList();

        catalog.commitTransaction(appending(tables, "first.parquet"));
        assertThat(names("a", "b", "c")).containsExactly("first.parquet", "first.parquet", "first.parquet");

        List<TableCommit> prepared = appending(tables, "second.parquet");
        Table other = catalog.loadTable(TableIdentifier.of(SILVER, "b"));
        other.newAppend().appendFile(Served.file(other, "faster.parquet")).commit();
        Set<Pointer> before = Set.copyOf(served.lake.catalog().published());

        assertThatThrownBy(() -> catalog.commitTransaction(prepared)).isInstanceOf(CommitFailedException.class);

        assertThat(Set.copyOf(served.lake.catalog().published())).isEqualTo(before);
        assertThat(files(catalog.loadTable(TableIdentifier.of(SILVER, "a")))).containsExactly("first.parquet");
        assertThat(files(catalog.loadTable(TableIdentifier.of(SILVER, "b"))))
                .containsExactlyInAnyOrder("first.parquet", "faster.parquet");
        assertThat(files(catalog.loadTable(TableIdentifier.of(SILVER, "c")))).containsExactly("first.parquet");
    }

    @Test
    void a_transaction_makes_tables_too() {
        catalog.createNamespace(SILVER);
        Table present = catalog.createTable(TableIdentifier.of(SILVER, "present"), Served.SCHEMA);
        Transaction append = present.newTransaction();
        append.newAppend().appendFile(Served.file(present, "a.parquet")).commit();
        TableIdentifier fresh = TableIdentifier.of(SILVER, "fresh");
        Transaction creation = catalog.buildTable(fresh, Served.SCHEMA).createTransaction();
        creation.newAppend()
                .appendFile(Served.file(creation.table(), "b.parquet"))
                .commit();

        catalog.commitTransaction(
                TableCommit.create(TableIdentifier.of(SILVER, "present"), start(append), now(append)),
                creating(fresh, creation));

        assertThat(names("present", "fresh")).containsExactly("a.parquet", "b.parquet");
    }

    @Test
    void writers_that_race_lose_nothing() throws InterruptedException, ExecutionException {
        catalog.createNamespace(SILVER);
        catalog.buildTable(PEOPLE, Served.SCHEMA)
                .withProperty(TableProperties.COMMIT_NUM_RETRIES, "100")
                .withProperty(TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "1")
                .withProperty(TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "20")
                .create();
        List<CompletableFuture<Void>> writers = IntStream.range(0, 2)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    Table table = served.client().loadTable(PEOPLE);
                    for (int i = 0; i < 50; i++) {
                        table.newFastAppend()
                                .appendFile(Served.file(table, "w%d-%02d.parquet".formatted(writer, i)))
                                .commit();
                    }
                }))
                .toList();
        for (CompletableFuture<Void> writer : writers) {
            writer.get();
        }

        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            expected.add("w0-%02d.parquet".formatted(i));
            expected.add("w1-%02d.parquet".formatted(i));
        }
        assertThat(files(catalog.loadTable(PEOPLE))).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(catalog.loadTable(PEOPLE).history()).hasSize(100);
    }

    @Test
    void long_lists_come_in_pages() throws IOException {
        catalog.createNamespace(SILVER);
        List<String> names =
                IntStream.range(0, 250).mapToObj("t%03d"::formatted).toList();
        names.forEach(name -> catalog.createTable(TableIdentifier.of(SILVER, name), Served.SCHEMA));
        int before = served.log.size();

        try (RESTCatalog paging = served.client("rest-page-size", "40")) {
            assertThat(paging.listTables(SILVER))
                    .extracting(TableIdentifier::name)
                    .containsExactlyElementsOf(names);
        }
        assertThat(served.log.subList(before, served.log.size()))
                .filteredOn(line -> line.contains("GET /catalog/v1/namespaces/silver/tables"))
                .hasSize(7);
    }

    @Test
    void a_client_may_ask_for_the_snapshots_that_branches_and_tags_name() throws IOException {
        catalog.createNamespace(SILVER);
        Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
        people.newAppend().appendFile(Served.file(people, "a.parquet")).commit();
        people.newAppend().appendFile(Served.file(people, "b.parquet")).commit();

        try (RESTCatalog lazy = served.client("snapshot-loading-mode", "refs")) {
            Table loaded = lazy.loadTable(PEOPLE);
            assertThat(files(loaded)).containsExactlyInAnyOrder("a.parquet", "b.parquet");
            assertThat(loaded.snapshots()).hasSize(2);
            loaded.newAppend().appendFile(Served.file(loaded, "c.parquet")).commit();
        }
        assertThat(served.get("/v1/namespaces/silver/tables/people?snapshots=refs")
                        .body()
                        .split("\"snapshot-id\"", -1)
                        .length)
                .isLessThan(
                        served.get("/v1/namespaces/silver/tables/people").body().split("\"snapshot-id\"", -1).length);
        assertThat(catalog.loadTable(PEOPLE).snapshots()).hasSize(3);
    }

    @Test
    void a_partitioned_table_keeps_its_layout() {
        catalog.createNamespace(SILVER);
        catalog.createTable(
                PEOPLE,
                Served.SCHEMA,
                PartitionSpec.builderFor(Served.SCHEMA).bucket("id", 4).build());

        assertThat(catalog.loadTable(PEOPLE).spec().fields().get(0).transform()).hasToString("bucket[4]");
        catalog.loadTable(PEOPLE).updateSpec().addField("name").commit();
        assertThat(catalog.loadTable(PEOPLE).spec().fields())
                .extracting(field -> field.name())
                .containsExactly("id_bucket", "name");
    }

    private List<TableCommit> appending(List<Table> tables, String file) {
        List<TableCommit> commits = new ArrayList<>();
        for (Table table : tables) {
            table.refresh();
            Transaction transaction = table.newTransaction();
            transaction.newAppend().appendFile(Served.file(table, file)).commit();
            String name = table.name().substring(table.name().lastIndexOf('.') + 1);
            commits.add(TableCommit.create(TableIdentifier.of(SILVER, name), start(transaction), now(transaction)));
        }
        return commits;
    }

    private static TableMetadata start(Transaction transaction) {
        return ((BaseTransaction) transaction).startMetadata();
    }

    private static TableMetadata now(Transaction transaction) {
        return ((BaseTransaction) transaction).currentMetadata();
    }

    private static TableCommit creating(TableIdentifier table, Transaction transaction) {
        return new TableCommit() {
            @Override
            public TableIdentifier identifier() {
                return table;
            }

            @Override
            public List<UpdateRequirement> requirements() {
                return List.of(new UpdateRequirement.AssertTableDoesNotExist());
            }

            @Override
            public List<MetadataUpdate> updates() {
                TableMetadata made = now(transaction);
                List<MetadataUpdate> updates = new ArrayList<>(List.of(
                        new MetadataUpdate.AssignUUID(made.uuid()),
                        new MetadataUpdate.UpgradeFormatVersion(made.formatVersion()),
                        new MetadataUpdate.AddSchema(made.schema()),
                        new MetadataUpdate.SetCurrentSchema(-1),
                        new MetadataUpdate.AddPartitionSpec(made.spec()),
                        new MetadataUpdate.SetDefaultPartitionSpec(-1),
                        new MetadataUpdate.AddSortOrder(made.sortOrder()),
                        new MetadataUpdate.SetDefaultSortOrder(-1),
                        new MetadataUpdate.SetLocation(made.location())));
                updates.addAll(made.changes());
                return updates;
            }
        };
    }

    private List<String> names(String... tables) {
        return Stream.of(tables)
                .flatMap(table -> files(catalog.loadTable(TableIdentifier.of(SILVER, table))).stream())
                .toList();
    }

    private static List<String> files(Table table) {
        List<String> names = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            tasks.forEach(task -> names.add(
                    task.file().location().substring(task.file().location().lastIndexOf('/') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
