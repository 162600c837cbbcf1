package dev.lakesmith.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises. Each test opens catalogs of its own; {@link #open} gives one more on the same tables. */
abstract class CatalogContract {

    private static final TableName ORDERS = new TableName("silver", "orders");
    private static final TableName ORDERS_LOUD = new TableName("silver", "ORDERS");
    private static final TableName NAMES = new TableName("gold", "names");

    private final List<Catalog> opened = new ArrayList<>();

    /** Another process's view of the catalog. */
    abstract Catalog open();

    Catalog catalog() {
        Catalog catalog = open();
        opened.add(catalog);
        return catalog;
    }

    @AfterEach
    void close() {
        opened.forEach(Catalog::close);
    }

    static Pointer table(TableName name, String metadata, String... base) {
        return new Pointer(
                name, Pointer.Kind.TABLE, metadata, Arrays.stream(base).findFirst(), true);
    }

    private static Pointer published(Pointer staged) {
        return new Pointer(staged.name(), staged.kind(), staged.metadata(), Optional.empty(), true);
    }

    @Test
    void a_catalog_that_nobody_has_written_is_empty() {
        Catalog catalog = catalog();

        assertThat(catalog.published()).isEmpty();
        assertThat(catalog.branches()).isEmpty();
        assertThat(catalog.staged("run-1")).isEmpty();
        assertThat(catalog.dropped()).isEmpty();
        assertThat(catalog.namespaces()).isEmpty();
    }

    @Test
    void a_branch_outlives_its_process_and_is_published_as_a_whole() {
        Pointer orders = table(ORDERS, "file:///lake/silver/orders/metadata/00000-a.metadata.json");
        Pointer names = new Pointer(NAMES, Pointer.Kind.VIEW, "file:///v/Ü 'x'.json", Optional.empty(), true);
        Pointer loud = new Pointer(ORDERS_LOUD, Pointer.Kind.TABLE, "s3://b/loud", Optional.of("s3://b/base"), false);
        Catalog first = catalog();
        first.stage("run-1", table(ORDERS, "file:///earlier"));
        first.stage("run-1", orders);
        first.stage("run-1", names);
        first.stage("run-2", loud);

        Catalog second = catalog();
        assertThat(second.branches()).containsExactly("run-1", "run-2");
        assertThat(second.staged("run-1")).containsExactlyInAnyOrder(orders, names);
        assertThat(second.staged("run-2")).containsExactly(loud);
        assertThat(second.published()).isEmpty();
        second.publish("run-1", second.staged("run-1"), second.staged("run-1"));

        assertThat(first.published()).containsExactlyInAnyOrder(published(orders), published(names));
        assertThat(first.branches()).containsExactly("run-2");
        assertThat(first.namespaces().keySet()).containsExactly("gold", "silver");
    }

    @Test
    void one_conflict_among_many_tables_publishes_none_and_keeps_the_branch() {
        Catalog catalog = catalog();
        catalog.commit(List.of(table(ORDERS, "a")));
        List<Pointer> many = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(i -> table(new TableName("silver", "t" + i), "m" + i))
                .toList());
        many.add(table(ORDERS, "c", "b"));
        catalog.replaceBranch("run-1", many);

        assertThatThrownBy(() -> catalog.publish("run-1", many, many))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_CONFLICT))
                .hasMessageContaining("silver.orders was changed by another writer");
        assertThat(catalog.published()).containsExactly(table(ORDERS, "a"));
        assertThat(catalog.staged("run-1")).containsExactlyInAnyOrderElementsOf(many);

        assertThatThrownBy(() -> catalog.commit(List.of(table(NAMES, "n"), table(ORDERS, "again"))))
                .hasMessageContaining("silver.orders was changed by another writer");
        assertThat(catalog.published()).containsExactly(table(ORDERS, "a"));
    }

    @Test
    void a_branch_that_holds_something_else_is_not_published() {
        Catalog catalog = catalog();
        Pointer orders = table(ORDERS, "a");
        catalog.stage("run-1", orders);
        catalog.stage("run-1", table(NAMES, "n"));

        assertThatThrownBy(() -> catalog.publish("run-1", List.of(orders), List.of(orders)))
                .hasMessageContaining("the branch run-1 was changed by another process");
        assertThat(catalog.published()).isEmpty();

        catalog.replaceBranch("run-1", List.of(orders));
        catalog.dropBranch("run-2");
        assertThat(catalog.staged("run-1")).containsExactly(orders);
        catalog.dropBranch("run-1");
        assertThat(catalog.branches()).isEmpty();
    }

    @Test
    void names_differ_by_case_and_a_view_may_become_a_table() {
        Catalog catalog = catalog();
        Pointer view = new Pointer(NAMES, Pointer.Kind.VIEW, "v1", Optional.empty(), true);
        catalog.commit(List.of(table(ORDERS, "a"), table(ORDERS_LOUD, "b"), view));

        catalog.commit(List.of(table(NAMES, "t1", "v1"), table(ORDERS, "a2", "a")));

        assertThat(catalog.published())
                .containsExactlyInAnyOrder(table(ORDERS, "a2"), table(ORDERS_LOUD, "b"), table(NAMES, "t1"));
    }

    @Test
    void what_is_dropped_is_remembered_until_it_is_forgotten() {
        Catalog catalog = catalog();
        Pointer orders = table(ORDERS, "a");
        Pointer loud = table(ORDERS_LOUD, "b");
        catalog.commit(List.of(orders, loud));
        Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

        assertThatThrownBy(() -> catalog.drop(List.of(orders, table(ORDERS_LOUD, "older")), now))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_CONFLICT))
                .hasMessageContaining("nothing was dropped");
        assertThat(catalog.published()).containsExactlyInAnyOrder(orders, loud);
        assertThat(catalog.dropped()).isEmpty();

        catalog.drop(List.of(orders), now);
        assertThat(catalog().published()).containsExactly(loud);
        assertThat(catalog().dropped()).containsExactly(new Dropped(orders, now));
        catalog.forget(new Dropped(orders, now));
        assertThat(catalog().dropped()).isEmpty();
    }

    @Test
    void a_table_gets_another_name_unless_it_is_taken() {
        Catalog catalog = catalog();
        Pointer orders = table(ORDERS, "a");
        catalog.commit(List.of(orders, table(ORDERS_LOUD, "b")));

        assertThatThrownBy(() -> catalog.rename(orders, ORDERS_LOUD))
                .hasMessageContaining("there is a table silver.ORDERS");
        assertThatThrownBy(() -> catalog.rename(table(ORDERS, "older"), NAMES))
                .hasMessageContaining("silver.orders was changed");
        catalog.rename(orders, NAMES);

        assertThat(catalog.published()).containsExactlyInAnyOrder(table(NAMES, "a"), table(ORDERS_LOUD, "b"));
        assertThat(catalog.namespaces().keySet()).containsExactly("gold", "silver");
    }

    @Test
    void schemas_have_properties_and_go_when_they_are_empty() {
        Catalog catalog = catalog();
        catalog.createNamespace("silver", Map.of("owner", "crm", "comment", "clean"));

        assertThatThrownBy(() -> catalog.createNamespace("silver", Map.of()))
                .hasMessageContaining("silver is there already");
        catalog.changeNamespace("silver", Map.of("owner", "erp", "tier", "1"), Set.of("comment", "unknown"));
        assertThat(catalog.namespaces().get("silver")).contains(Map.entry("owner", "erp"), Map.entry("tier", "1"));
        assertThat(catalog.namespaces().get("silver")).doesNotContainKey("comment");
        assertThatThrownBy(() -> catalog.changeNamespace("gold", Map.of("a", "b"), Set.of()))
                .hasMessageContaining("there is no schema gold");

        Pointer orders = table(ORDERS, "a");
        catalog.commit(List.of(orders));
        assertThatThrownBy(() -> catalog.dropNamespace("silver")).hasMessageContaining("holds tables");
        catalog.drop(List.of(orders), Instant.now());
        catalog.dropNamespace("silver");
        catalog.dropNamespace("never");
        assertThat(catalog.namespaces()).isEmpty();
    }

    @Test
    void one_table_one_schema_and_one_folder_are_looked_up() {
        Catalog catalog = catalog();
        Pointer orders = table(ORDERS, "s3://b/100%_l/é𝄞/silver/orders/metadata/1.json");
        Pointer loud = table(ORDERS_LOUD, "s3://b/100%_l/é𝄞/silver/orders-2/metadata/1.json");
        Pointer names = new Pointer(NAMES, Pointer.Kind.VIEW, "s3://b/100x_l/names", Optional.empty(), true);
        assertThat(catalog.published(ORDERS)).isEmpty();
        assertThat(catalog.published("silver")).isEmpty();
        assertThat(catalog.namespace("silver")).isEmpty();
        catalog.createNamespace("lab", Map.of("owner", "crm"));
        catalog.commit(List.of(orders, loud, names));

        assertThat(catalog.published(ORDERS)).contains(orders);
        assertThat(catalog.published(NAMES)).contains(names);
        assertThat(catalog.published(new TableName("silver", "Orders"))).isEmpty();
        assertThat(catalog.published(new TableName("gold", "orders"))).isEmpty();
        assertThat(catalog.published("silver")).containsExactlyInAnyOrder(orders, loud);
        assertThat(catalog.published("lab")).isEmpty();
        assertThat(catalog.publishedBelow("s3://b/100%_l/é𝄞/silver/orders")).containsExactly(orders);
        assertThat(catalog.publishedBelow("s3://b/100%_l")).containsExactlyInAnyOrder(orders, loud);
        assertThat(catalog.namespace("silver")).contains(Map.of());
        assertThat(catalog.namespace("lab")).contains(Map.of("owner", "crm"));
        assertThat(catalog.namespace("nowhere")).isEmpty();
    }

    @Test
    void a_change_with_a_name_is_made_once_and_with_it_its_name() {
        Catalog catalog = catalog();
        NamedChange name = new NamedChange("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "a".repeat(64), "{\"ü\":1}");
        assertThat(catalog.made(name.id())).isEmpty();
        assertThatThrownBy(() -> catalog.under(name).commit(List.of(table(ORDERS, "b", "a"))))
                .hasMessageContaining("changed by another writer");
        assertThat(catalog().made(name.id())).isEmpty();

        catalog.under(name).commit(List.of(table(ORDERS, "a")));
        assertThat(catalog().made(name.id())).contains(name);
        assertThatThrownBy(() -> catalog().under(name).commit(List.of(table(ORDERS, "b", "a"))))
                .isInstanceOf(NamedChange.Made.class);
        assertThat(catalog.published()).containsExactly(table(ORDERS, "a"));
        assertThat(catalog.namespaces()).containsOnlyKeys("silver");
    }

    @Test
    void of_changes_with_one_name_at_the_same_time_one_is_made() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            catalog().commit(List.of());
            for (int round = 0; round < 5; round++) {
                NamedChange name = new NamedChange("change-" + round, "request", "{}");
                TableName table = new TableName("silver", "t" + round);
                CyclicBarrier start = new CyclicBarrier(4);
                List<Callable<Boolean>> writers = IntStream.range(0, 4)
                        .mapToObj(writer -> (Callable<Boolean>) () -> {
                            Catalog own = open();
                            try (own) {
                                own.published();
                                start.await();
                                // Without a conflict between them: what is staged replaces what was.
                                own.under(name).stage("run-1", table(table, "w" + writer));
                                return true;
                            } catch (NamedChange.Made e) {
                                return false;
                            }
                        })
                        .toList();
                int made = 0;
                for (Future<Boolean> result : threads.invokeAll(writers)) {
                    made += result.get() ? 1 : 0;
                }
                assertThat(made).isEqualTo(1);
                assertThat(catalog().made(name.id())).contains(name);
            }
            assertThat(catalog().staged("run-1")).hasSize(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void of_writers_that_race_one_wins_and_nothing_is_half() throws Exception {
        int writers = 4;
        int rounds = 8;
        List<TableName> tables = IntStream.range(0, 6)
                .mapToObj(i -> new TableName("s" + i % 2, "t" + i))
                .toList();
        List<Catalog> catalogs =
                IntStream.range(0, writers).mapToObj(i -> catalog()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 0; round < rounds; round++) {
                List<Pointer> before = catalogs.get(0).published();
                CyclicBarrier start = new CyclicBarrier(writers);
                List<Future<Boolean>> results = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    String mark = "r" + round + "w" + writer;
                    Catalog catalog = catalogs.get(writer);
                    // Each in its own order.
                    List<Pointer> changes = new ArrayList<>(tables.stream()
                            .map(name -> changed(name, before, mark))
                            .toList());
                    Collections.rotate(changes, writer);
                    results.add(threads.submit(race(start, catalog, mark, changes)));
                }
                List<String> winners = new ArrayList<>();
                for (int writer = 0; writer < writers; writer++) {
                    if (results.get(writer).get()) {
                        winners.add("r" + round + "w" + writer);
                    }
                }
                assertThat(winners).hasSize(1);
                assertThat(catalogs.get(round % writers).published())
                        .hasSize(tables.size())
                        .allMatch(pointer -> pointer.metadata().startsWith(winners.get(0)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Pointer changed(TableName name, List<Pointer> before, String mark) {
        Optional<String> base = before.stream()
                .filter(pointer -> pointer.name().equals(name))
                .map(Pointer::metadata)
                .findFirst();
        return new Pointer(name, Pointer.Kind.TABLE, mark + "-" + name, base, true);
    }

    private static Callable<Boolean> race(CyclicBarrier start, Catalog catalog, String branch, List<Pointer> changes) {
        return () -> {
            catalog.replaceBranch(branch, changes);
            start.await();
            try {
                catalog.publish(branch, changes, changes);
                return true;
            } catch (LakesmithException e) {
                assertThat(e.code()).as(e.message()).isEqualTo(ErrorCode.LAKE_CONFLICT);
                return false;
            }
        };
    }
}
