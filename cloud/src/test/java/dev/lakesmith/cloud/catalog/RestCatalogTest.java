package dev.lakesmith.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.catalog.RestTables;
import dev.lakesmith.lake.catalog.StoreCatalog;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of the REST protocol that takes one table at a time. */
final class RestCatalogTest extends LakeContract {

    private static final TableName LINES = new TableName("silver", "lines");

    private IcebergServer server;

    @BeforeEach
    void start() throws IOException {
        server = new IcebergServer(folder, IcebergServer.Takes.ONE_TABLE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Lake open() {
        return open(server.uri(), "file://" + folder.resolve("lake"));
    }

    static Lake open(String uri, String warehouse) {
        Storage storage = Storage.local();
        return Lake.of(
                warehouse, new StoreCatalog(new RestTables(uri, Map.of(), storage), storage, warehouse), storage);
    }

    /** Publishes a branch in a process of its own, which a test kills. */
    static final class Publishing {
        private Publishing() {}

        public static void main(String[] arguments) {
            try (Lake lake = RestCatalogTest.open(arguments[0], arguments[1])) {
                lake.branch(arguments[2]).publish();
            }
        }
    }

    @Test
    void what_a_process_that_died_has_begun_to_publish_is_completed_by_the_next() throws Exception {
        Lake lake = lake();
        stage(lake.branch("run-1"), ORDERS, 1, "000001");
        lake.branch("run-1").publish();
        Branch branch = lake.branch("run-2");
        stage(branch, ORDERS, 2, "000002");
        stage(branch, CUSTOMERS, 3, "000001");
        stage(branch, LINES, 4, "000001");

        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlakesmith.fault=PUBLISH_INSIDE:2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Publishing.class.getName(),
                        server.uri(),
                        "file://" + folder.resolve("lake"),
                        "run-2")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isEqualTo(137);
        assertThat(rowsOf(lake, LINES)).isEmpty();

        Lake next = lake();
        assertThat(next.published().names()).containsExactly(CUSTOMERS, LINES, ORDERS);
        assertThat(rowsOf(next, ORDERS)).contains(3L);
        assertThat(rowsOf(next, CUSTOMERS)).contains(3L);
        assertThat(rowsOf(next, LINES)).contains(4L);
        // Going on with the branch doubles nothing.
        assertThat(next.branches()).containsExactly("run-2");
        next.branch("run-2").keepAudited();
        next.branch("run-2").publish();
        assertThat(rowsOf(lake(), ORDERS)).contains(3L);
    }

    @Test
    void a_lost_answer_is_looked_up_and_nothing_is_doubled() {
        Lake lake = lake();
        stage(lake.branch("run-1"), ORDERS, 1, "000001");
        lake.branch("run-1").publish();
        Branch branch = lake.branch("run-2");
        stage(branch, ORDERS, 2, "000002");
        stage(branch, CUSTOMERS, 3, "000001");
        server.loseAnswers(2);

        branch.publish();

        assertThat(rowsOf(lake(), ORDERS)).contains(3L);
        assertThat(rowsOf(lake(), CUSTOMERS)).contains(3L);
        assertThat(lake().published().table(ORDERS).orElseThrow().snapshots()).hasSize(2);
    }

    @Test
    void tables_that_no_name_of_ours_can_say_are_left_out() {
        Schema schema = new Schema(Types.NestedField.optional(1, "a", Types.StringType.get()));
        server.catalog().createNamespace(Namespace.of("deep", "er"));
        server.catalog().createTable(TableIdentifier.of(Namespace.of("deep", "er"), "t"), schema);
        server.catalog().createNamespace(Namespace.of("theirs"));
        server.catalog().createTable(TableIdentifier.of("theirs", "a.b"), schema);
        server.catalog().createTable(TableIdentifier.of("theirs", "plain"), schema);

        assertThat(lake().published().names()).containsExactly(new TableName("theirs", "plain"));
    }

    @Test
    void iceberg_itself_reads_what_was_published() {
        Lake lake = lake();
        stage(lake.branch("run-1"), ORDERS, 3, "000001");
        stage(lake.branch("run-1"), CUSTOMERS, 3, "000001");
        lake.branch("run-1").publish();

        assertThat(server.catalog().listTables(Namespace.of("silver")))
                .containsExactlyInAnyOrder(
                        TableIdentifier.of("silver", "orders"), TableIdentifier.of("silver", "customers"));
        assertThat(server.catalog()
                        .loadTable(TableIdentifier.of("silver", "orders"))
                        .currentSnapshot()
                        .summary())
                .containsEntry("total-records", "3");
    }

    @Test
    void a_server_that_is_not_there_is_told_with_what_to_do() {
        Lake nowhere = open("http://localhost:1", "file://" + folder.resolve("lake"));

        assertThatThrownBy(nowhere::published)
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_UNREADABLE))
                .hasMessageContaining("the catalog http://localhost:1")
                .hasMessageContaining("check 'uri'");
        assertThat(List.of(nowhere.branches())).containsExactly(List.of());
    }
}
