package dev.lakesmith.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.SortTerm;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lake promises whose tables are in a catalog of others. */
abstract class LakeContract {

    static final TableName ORDERS = new TableName("silver", "orders");
    static final TableName CUSTOMERS = new TableName("silver", "customers");
    private static final TableName NAMES = new TableName("gold", "names");
    private static final List<Column> COLUMNS = List.of(new Column("id", "BIGINT"), new Column("name", "VARCHAR"));

    @TempDir
    Path folder = Path.of("");

    private final List<Lake> opened = new ArrayList<>();

    /** Another process's view of the lake, whose warehouse is in {@link #folder}. */
    abstract Lake open();

    Lake lake() {
        Lake lake = open();
        opened.add(lake);
        return lake;
    }

    @AfterEach
    void close() {
        opened.forEach(Lake::close);
    }

    static WrittenFiles rows(long count) {
        return new WrittenFiles(List.of(DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("file:///data/" + count + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(count * 10)
                .withRecordCount(count)
                .build()));
    }

    static void stage(Branch branch, TableName table, long count, String position) {
        branch.draft(table, COLUMNS)
                .property(LakeProperties.POSITION, position)
                .apply(new RowChange.Append(rows(count)))
                .stage();
        branch.audited(table);
    }

    static Optional<Long> rowsOf(Lake lake, TableName table) {
        return lake.published().table(table).map(LakeTable::rows);
    }

    @Test
    void an_empty_catalog_has_nothing() {
        assertThat(lake().published().names()).isEmpty();
        assertThat(lake().branches()).isEmpty();
        assertThat(lake().dropped()).isEmpty();
    }

    @Test
    void a_branch_outlives_its_process_and_is_published_as_a_whole() {
        Branch branch = lake().branch("load 1/ü");
        stage(branch, ORDERS, 3, "000001");
        stage(branch, CUSTOMERS, 4, "000001");
        branch.stageView(NAMES, "SELECT name FROM silver.orders", List.of(COLUMNS.get(1)), Map.of("k", "v"));
        branch.audited(NAMES);

        Lake other = lake();
        assertThat(other.published().names()).isEmpty();
        assertThat(other.branches()).containsExactly("load 1/ü");
        assertThat(other.branch("load 1/ü").publish()).containsExactlyInAnyOrder(ORDERS, CUSTOMERS, NAMES);

        Lake third = lake();
        assertThat(rowsOf(third, ORDERS)).contains(3L);
        assertThat(rowsOf(third, CUSTOMERS)).contains(4L);
        assertThat(third.published().view(NAMES)).map(StoredView::sql).contains("SELECT name FROM silver.orders");
        assertThat(third.branches()).isEmpty();

        Branch again = third.branch("load 2");
        stage(again, ORDERS, 2, "000002");
        stage(again, CUSTOMERS, 1, "000002");
        again.stageView(NAMES, "SELECT upper(name) AS name FROM silver.orders", List.of(COLUMNS.get(1)), Map.of());
        again.audited(NAMES);
        again.publish();
        LakeTable orders = lake().published().table(ORDERS).orElseThrow();
        assertThat(orders.rows()).isEqualTo(5);
        assertThat(orders.property(LakeProperties.POSITION)).contains("000002");
        assertThat(orders.snapshots()).hasSize(2);
        assertThat(lake().published().view(NAMES)).map(StoredView::sql).hasValueSatisfying(sql -> assertThat(sql)
                .contains("upper(name)"));
    }

    @Test
    void a_conflict_in_one_table_publishes_none_and_keeps_the_branch() {
        Lake lake = lake();
        Branch late = lake.branch("run-1");
        Branch quick = lake.branch("run-2");
        stage(quick, ORDERS, 3, "000001");
        stage(late, CUSTOMERS, 5, "000001");
        stage(late, ORDERS, 4, "000001");
        quick.publish();

        assertThatThrownBy(late::publish)
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_CONFLICT))
                .hasMessageContaining("silver.orders was changed by another writer");
        assertThat(lake().published().names()).containsExactly(ORDERS);
        assertThat(rowsOf(lake(), ORDERS)).contains(3L);
        assertThat(lake().branches()).containsExactly("run-1");
    }

    @Test
    void a_change_of_properties_alone_is_published_and_is_a_conflict_for_others() {
        Lake lake = lake();
        stage(lake.branch("run-1"), ORDERS, 3, "000001");
        lake.branch("run-1").publish();
        Branch late = lake.branch("run-2");
        Branch position = lake.branch("run-3");
        position.stageProperties(ORDERS, Map.of(LakeProperties.POSITION, "000007"));
        position.publish();

        assertThat(lake().published().table(ORDERS).orElseThrow().property(LakeProperties.POSITION))
                .contains("000007");
        stage(late, ORDERS, 1, "000002");
        assertThatThrownBy(late::publish).hasMessageContaining("silver.orders was changed by another writer");
    }

    @Test
    void every_change_that_a_draft_can_make_arrives() {
        Lake lake = lake();
        stage(lake.branch("run-1"), ORDERS, 3, "000001");
        stage(lake.branch("run-1"), CUSTOMERS, 3, "000001");
        lake.branch("run-1").publish();
        long first = lake.published().table(ORDERS).orElseThrow().snapshotId().orElseThrow();

        List<Column> wider = List.of(COLUMNS.get(0), COLUMNS.get(1), new Column("at", "DATE"));
        Branch second = lake.branch("run-2");
        second.draft(ORDERS, COLUMNS)
                .evolveTo(wider)
                .tag("before", first)
                .sortBy(new TableLayout(
                        List.of(), 2, List.of(SortTerm.parse("name desc").orElseThrow())))
                .apply(new RowChange.ReplaceAll(rows(7)))
                .stage();
        second.audited(ORDERS, Map.of("k", "v"));
        second.publish();
        LakeTable orders = lake().published().table(ORDERS).orElseThrow();
        assertThat(orders.columns()).extracting(Column::name).containsExactly("id", "name", "at");
        assertThat(orders.rows()).isEqualTo(7);
        assertThat(orders.property("k")).contains("v");
        assertThat(orders.layout().sortBy()).hasSize(1);
        assertThat(orders.at("before").rows()).isEqualTo(3);

        lake.rollback(ORDERS, "before");
        assertThat(rowsOf(lake(), ORDERS)).contains(3L);

        TableLayout daily =
                new TableLayout(List.of(PartitionTerm.parse("day(at)").orElseThrow()), 3, List.of());
        Branch third = lake.branch("run-3");
        TableDraft remade = third.draft(ORDERS, wider).replaceSchema(List.of(wider.get(2), wider.get(0)), daily);
        remade.expire(List.of(orders.snapshotId().orElseThrow())).stage();
        third.audited(ORDERS);
        stage(third, CUSTOMERS, 1, "000002");
        third.publish();
        LakeTable after = lake().published().table(ORDERS).orElseThrow();
        assertThat(after.columns()).extracting(Column::name).containsExactly("at", "id");
        assertThat(after.layout().partitionBy()).isEqualTo(daily.partitionBy());
        assertThat(after.formatVersion()).isEqualTo(3);
        assertThat(after.rows()).isZero();
        assertThat(after.snapshots()).extracting(LakeTable.SnapshotInfo::id).containsExactly(first);
        assertThat(rowsOf(lake(), CUSTOMERS)).contains(4L);
    }

    @Test
    void a_view_becomes_a_table_and_a_table_a_view() {
        Lake lake = lake();
        Branch first = lake.branch("run-1");
        first.stageView(NAMES, "SELECT 'x' AS name", List.of(COLUMNS.get(1)), Map.of());
        first.audited(NAMES);
        stage(first, ORDERS, 3, "000001");
        first.publish();

        Branch second = lake.branch("run-2");
        stage(second, NAMES, 2, "000001");
        second.stageView(ORDERS, "SELECT 1 AS id", List.of(COLUMNS.get(0)), Map.of());
        second.audited(ORDERS);
        second.publish();

        assertThat(rowsOf(lake(), NAMES)).contains(2L);
        assertThat(lake().published().view(ORDERS)).map(StoredView::sql).contains("SELECT 1 AS id");
        assertThat(lake().published().names()).containsExactly(NAMES, ORDERS);
    }

    @Test
    void what_is_dropped_is_gone_remembered_and_may_be_made_again() {
        Lake lake = lake();
        stage(lake.branch("run-1"), ORDERS, 3, "000001");
        stage(lake.branch("run-1"), CUSTOMERS, 3, "000001");
        lake.branch("run-1").publish();
        var seen = lake.published();
        Instant now = Instant.now();
        stage(lake.branch("run-2"), CUSTOMERS, 1, "000002");
        lake.branch("run-2").publish();

        assertThatThrownBy(() -> lake.drop(List.of(ORDERS, CUSTOMERS), seen, now))
                .hasMessageContaining("silver.customers was changed by another writer meanwhile; nothing was dropped");
        assertThat(lake().published().names()).containsExactly(CUSTOMERS, ORDERS);
        assertThat(lake().dropped()).isEmpty();

        lake.drop(List.of(ORDERS), seen, now);
        assertThat(lake().published().names()).containsExactly(CUSTOMERS);
        assertThat(lake().dropped()).containsExactly(ORDERS);
        assertThat(lake().droppedSince(ORDERS, now.minusSeconds(1)).get(0).rows())
                .isEqualTo(3);

        stage(lake.branch("run-3"), ORDERS, 9, "000001");
        lake.branch("run-3").publish();
        assertThat(rowsOf(lake(), ORDERS)).contains(9L);
        lake.forgetDropped(ORDERS, now.plusSeconds(1));
        assertThat(lake().dropped()).isEmpty();
    }

    @Test
    void of_writers_that_race_one_wins_and_nothing_is_half() throws Exception {
        Lake start = lake();
        stage(start.branch("run-0"), ORDERS, 1, "000001");
        stage(start.branch("run-0"), CUSTOMERS, 1, "000001");
        start.branch("run-0").publish();
        int writers = 3;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            for (int round = 1; round <= 5; round++) {
                CyclicBarrier barrier = new CyclicBarrier(writers);
                long count = 100L * round;
                List<Future<Boolean>> results = IntStream.range(0, writers)
                        .mapToObj(writer -> {
                            Branch branch = lake().branch("run-" + count + "-" + writer);
                            stage(branch, ORDERS, count + writer, "x");
                            stage(branch, CUSTOMERS, count + writer, "x");
                            return threads.submit(() -> won(barrier, branch));
                        })
                        .toList();
                long winners = 0;
                for (Future<Boolean> result : results) {
                    winners += result.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
                assertThat(rowsOf(lake(), ORDERS)).isEqualTo(rowsOf(lake(), CUSTOMERS));
                assertThat(lake().published().table(ORDERS).orElseThrow().snapshots())
                        .hasSize(round + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean won(CyclicBarrier barrier, Branch branch) throws Exception {
        barrier.await();
        try {
            branch.publish();
            return true;
        } catch (LakesmithException e) {
            assertThat(e.code()).as(e.message()).isEqualTo(ErrorCode.LAKE_CONFLICT);
            return false;
        }
    }

    @Test
    void staged_pointers_leave_no_files_behind() throws IOException {
        Lake lake = lake();
        for (int i = 0; i < 3; i++) {
            stage(lake.branch("run-1"), ORDERS, 3, "000001");
        }
        lake.branch("run-1").publish();
        lake.branch("run-2").drop();

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().contains(".lakesmith"))
                            .filter(Files::isRegularFile))
                    .isEmpty();
        }
    }
}
