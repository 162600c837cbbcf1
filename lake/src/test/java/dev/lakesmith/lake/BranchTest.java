package dev.lakesmith.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BranchTest {

    private static final TableName CUSTOMERS = new TableName("silver", "customers");
    private static final TableName ORDERS = new TableName("silver", "orders");
    private static final List<Column> COLUMNS = List.of(new Column("id", "BIGINT"), new Column("name", "VARCHAR"));

    @TempDir
    private Path folder = Path.of("");

    private Lake lake = Lake.at(folder);

    @BeforeEach
    void open() {
        lake = Lake.at(folder.resolve("lake"));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static WrittenFiles rows(long count) {
        return new WrittenFiles(List.of(DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("file:///data/" + count + ".parquet")
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(count * 10)
                .withRecordCount(count)
                .build()));
    }

    private static void stage(Branch branch, TableName table, long count, String position) {
        branch.draft(table, COLUMNS)
                .property(LakeProperties.POSITION, position)
                .apply(new RowChange.Append(rows(count)))
                .stage();
        branch.audited(table);
    }

    @Test
    void nothing_staged_is_seen_before_it_is_published() {
        Branch branch = lake.branch("run-1");
        stage(branch, CUSTOMERS, 3, "000001");

        assertThat(lake.published().names()).isEmpty();
        assertThat(branch.view().table(CUSTOMERS)).map(LakeTable::rows).contains(3L);

        assertThat(branch.publish()).containsExactly(CUSTOMERS);
        assertThat(lake.published().table(CUSTOMERS)).map(LakeTable::rows).contains(3L);
        assertThat(lake.branches()).isEmpty();
    }

    @Test
    void a_table_that_failed_its_checks_is_not_published() {
        Branch branch = lake.branch("run-1");
        stage(branch, CUSTOMERS, 3, "000001");
        branch.draft(ORDERS, COLUMNS).apply(new RowChange.Append(rows(9))).stage();

        assertThat(branch.publish()).containsExactly(CUSTOMERS);
        assertThat(lake.published().names()).containsExactly(CUSTOMERS);
    }

    @Test
    void a_conflict_in_one_table_publishes_none() {
        Branch first = lake.branch("run-1");
        Branch second = lake.branch("run-2");
        stage(first, CUSTOMERS, 3, "000001");
        stage(second, ORDERS, 5, "000001");
        stage(second, CUSTOMERS, 4, "000001");
        first.publish();

        assertThatThrownBy(second::publish)
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_CONFLICT))
                .hasMessageContaining("silver.customers was changed by another writer");
        assertThat(lake.published().names()).containsExactly(CUSTOMERS);
        assertThat(lake.published().table(CUSTOMERS)).map(LakeTable::rows).contains(3L);
        assertThat(lake.branches()).containsExactly("run-2");
    }

    @Test
    void a_rollback_brings_back_the_rows_and_the_position() {
        Branch first = lake.branch("load-1");
        stage(first, CUSTOMERS, 3, "000001");
        first.publish();
        long earlier =
                lake.published().table(CUSTOMERS).orElseThrow().snapshotId().orElseThrow();
        Branch second = lake.branch("load-2");
        stage(second, CUSTOMERS, 4, "000002");
        second.publish();
        LakeTable now = lake.published().table(CUSTOMERS).orElseThrow();
        assertThat(now.rows()).isEqualTo(7);
        assertThat(now.at(Long.toString(earlier)).rows()).isEqualTo(3);
        assertThat(now.changesSince(earlier).orElseThrow().added()).hasSize(1);

        lake.tag(CUSTOMERS, "before", earlier);
        lake.rollback(CUSTOMERS, "before");

        LakeTable back = lake.published().table(CUSTOMERS).orElseThrow();
        assertThat(back.rows()).isEqualTo(3);
        assertThat(back.property(LakeProperties.POSITION)).isEqualTo(Optional.of("000001"));
    }

    @Test
    void an_unknown_moment_names_what_there_is() {
        Branch branch = lake.branch("load-1");
        stage(branch, CUSTOMERS, 3, "000001");
        branch.publish();
        LakeTable table = lake.published().table(CUSTOMERS).orElseThrow();

        assertThatThrownBy(() -> table.at("yesterday"))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("'yesterday' is no snapshot id, tag or time of silver.customers")
                .hasMessageContaining("write a time as 2026-01-31T00:00:00Z")
                .hasMessageContaining(Long.toString(table.snapshotId().orElseThrow()));
    }

    @Test
    void a_time_before_the_first_state_and_a_snapshot_of_nobody_are_told_apart() {
        Branch branch = lake.branch("load-1");
        stage(branch, CUSTOMERS, 3, "000001");
        branch.publish();
        LakeTable table = lake.published().table(CUSTOMERS).orElseThrow();

        assertThatThrownBy(() -> table.at("2001-01-01T00:00:00Z"))
                .hasMessageContaining("silver.customers has no state at 2001-01-01T00:00:00Z")
                .hasMessageContaining("the oldest that is kept is of 20");
        assertThatThrownBy(() -> table.at("42")).hasMessageContaining("silver.customers has no snapshot 42");
        assertThatThrownBy(() -> table.at("9999999999999999999"))
                .hasMessageContaining("has no snapshot 9999999999999999999");
    }

    @Test
    void columns_keep_their_field_ids_when_the_table_evolves() {
        Branch first = lake.branch("load-1");
        stage(first, CUSTOMERS, 3, "000001");
        first.publish();
        Branch second = lake.branch("load-2");
        TableDraft draft = second.draft(CUSTOMERS, COLUMNS)
                .evolveTo(List.of(COLUMNS.get(0), COLUMNS.get(1), new Column("tags", "STRUCT(\"a\" BIGINT)[]")));

        assertThat(draft.columns())
                .extracting(Column::type)
                .containsExactly("BIGINT", "VARCHAR", "STRUCT(\"a\" BIGINT)[]");
        assertThat(draft.schema().findField("id").fieldId()).isEqualTo(1);
        assertThat(draft.schema().findField("name").fieldId()).isEqualTo(2);
    }

    @Test
    void a_view_is_published_with_the_tables_and_counts_its_versions() {
        Branch branch = lake.branch("run-1");
        TableName view = new TableName("gold", "names");
        branch.stageView(view, "SELECT name FROM silver.customers", List.of(COLUMNS.get(1)), Map.of("k", "v"));
        branch.audited(view);
        branch.publish();
        assertThat(lake.published().view(view)).map(StoredView::version).contains(1);

        Branch again = lake.branch("run-2");
        again.stageView(view, "SELECT upper(name) AS name FROM silver.customers", List.of(COLUMNS.get(1)), Map.of());
        again.audited(view);
        again.publish();
        assertThat(lake.published().view(view)).map(StoredView::version).contains(2);
        assertThat(lake.published().view(view)).map(StoredView::sql).hasValueSatisfying(sql -> assertThat(sql)
                .contains("upper(name)"));
    }

    @Test
    void what_another_writer_published_since_the_branch_was_made_is_a_conflict_and_not_lost() {
        stage(lake.branch("load-0"), CUSTOMERS, 1, "000001");
        lake.branch("load-0").publish();
        Branch late = lake.branch("load-1");
        Branch quick = lake.branch("load-2");
        stage(quick, CUSTOMERS, 3, "000002");
        stage(quick, ORDERS, 5, "000001");
        quick.publish();

        stage(late, CUSTOMERS, 4, "000002");
        assertThatThrownBy(late::publish).hasMessageContaining("silver.customers was changed by another writer");
        late.drop();
        stage(late, ORDERS, 6, "000001");
        assertThatThrownBy(late::publish).hasMessageContaining("silver.orders was changed by another writer");

        assertThat(lake.published().table(CUSTOMERS)).map(LakeTable::rows).contains(4L);
        assertThat(lake.published().table(ORDERS)).map(LakeTable::rows).contains(5L);
    }

    @Test
    void a_branch_that_was_forgotten_meanwhile_publishes_nothing_instead_of_a_part() {
        Branch branch = lake.branch("run-1");
        stage(branch, CUSTOMERS, 3, "000001");
        lake.branch("run-1").drop();
        stage(branch, ORDERS, 5, "000001");

        assertThatThrownBy(branch::publish)
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_CONFLICT))
                .hasMessageContaining("was changed, published or forgotten by another process");
        assertThat(lake.published().names()).isEmpty();
    }

    @Test
    void of_two_that_go_on_with_one_branch_none_publishes_what_the_other_staged() {
        stage(lake.branch("run-1"), CUSTOMERS, 3, "000001");
        Branch first = lake.branch("run-1");
        Branch second = lake.branch("run-1");
        first.keepAudited();
        second.keepAudited();
        stage(first, ORDERS, 5, "000001");
        stage(second, ORDERS, 6, "000001");

        assertThatThrownBy(first::publish).hasMessageContaining("by another process");
        assertThat(second.publish()).containsExactlyInAnyOrder(CUSTOMERS, ORDERS);
        assertThat(lake.published().table(ORDERS)).map(LakeTable::rows).contains(6L);
    }

    @Test
    void a_table_whose_quarantine_was_changed_meanwhile_is_made_again_with_it() {
        TableName quarantine = new TableName("quarantine", CUSTOMERS.schema() + "_" + CUSTOMERS.name());
        Branch before = lake.branch("run-1");
        stage(before, quarantine, 1, "000001");
        before.publish();
        Branch failed = lake.branch("run-2");
        stage(failed, CUSTOMERS, 3, "000002");
        stage(failed, quarantine, 2, "000002");
        stage(failed, ORDERS, 5, "000002");
        Branch upkeep = lake.branch("upkeep");
        stage(upkeep, quarantine, 1, "000001");
        upkeep.publish();

        Branch resumed = lake.branch("run-2");
        resumed.keepAudited();

        assertThat(resumed.publish()).containsExactly(ORDERS);
        assertThat(lake.published().table(CUSTOMERS)).isEmpty();
    }

    @Test
    void branches_of_any_name_are_idle_when_nothing_was_staged_on_them_lately() {
        Instant before = Instant.now().minus(Duration.ofMinutes(1));
        for (String name : List.of("run-1", "load-1-bronze.x", "failures-1-f", "replay-1", "upkeep-bronze.x-7")) {
            stage(lake.branch(name), CUSTOMERS, 3, "000001");
        }

        assertThat(lake.branchesIdleSince(before)).isEmpty();
        assertThat(lake.branchesIdleSince(Instant.now().plus(Duration.ofMinutes(1))))
                .containsExactly("failures-1-f", "load-1-bronze.x", "replay-1", "run-1", "upkeep-bronze.x-7");
    }

    @Test
    void discarding_deletes_what_was_written_and_leaves_what_is_only_known() throws IOException {
        Path known = Files.writeString(folder.resolve("known.parquet"), "somebody's");
        Branch branch = lake.branch("try");
        TableDraft draft = branch.draft(CUSTOMERS, COLUMNS).findColumnsByName();
        Path written = Files.writeString(draft.newFiles().folder().resolve("written.parquet"), "ours");
        draft.apply(new RowChange.Append(new WrittenFiles(List.of(file(known), file(written)))))
                .stage();

        branch.discard();

        assertThat(known).hasContent("somebody's");
        assertThat(written).doesNotExist();
    }

    @Test
    void what_changed_is_unknown_when_a_file_that_is_only_known_goes() throws IOException {
        Path known = Files.writeString(folder.resolve("known.parquet"), "somebody's");
        LakeTable first = published(new RowChange.Append(new WrittenFiles(List.of(file(known)))));
        LakeTable second = published(new RowChange.Append(rows(1)));
        LakeTable third = published(new RowChange.ReplaceAll(rows(2)));

        assertThat(second.changesSince(first.snapshotId().orElseThrow()))
                .hasValueSatisfying(changes -> assertThat(changes.added()).hasSize(1));
        assertThat(third.changesSince(second.snapshotId().orElseThrow())).isEmpty();
    }

    private LakeTable published(RowChange change) {
        Branch branch = lake.freshBranch("run");
        branch.draft(CUSTOMERS, COLUMNS).findColumnsByName().apply(change).stage();
        branch.audited(CUSTOMERS);
        branch.publish();
        return lake.published().table(CUSTOMERS).orElseThrow();
    }

    private static DataFile file(Path path) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(Locations.of(path))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(10)
                .withRecordCount(1)
                .build();
    }
}
