package dev.lakesmith.cloud.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.cloud.catalog.IcebergServer.Takes;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of the REST protocol that takes several tables in one request. */
final class RestTransactionsTest extends LakeContract {

    private IcebergServer server;

    @BeforeEach
    void start() throws IOException {
        server = new IcebergServer(folder, Takes.SEVERAL_TABLES);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Lake open() {
        return RestCatalogTest.open(server.uri(), "file://" + folder.resolve("lake"));
    }

    private void publish(String run) {
        Branch branch = lake().branch(run);
        stage(branch, ORDERS, 3, run);
        stage(branch, CUSTOMERS, 4, run);
        branch.publish();
    }

    @Test
    void new_tables_and_changed_ones_come_in_one_request_each_time() {
        publish("run-1");
        publish("run-2");

        assertThat(server.transactions()).isEqualTo(2);
        assertThat(rowsOf(lake(), ORDERS)).contains(6L);
        assertThat(rowsOf(lake(), CUSTOMERS)).contains(8L);
        assertThat(folder.resolve("lake/.lakesmith/publishing")).doesNotExist();
    }

    @Test
    void a_transaction_whose_answer_is_lost_is_looked_up() {
        publish("run-1");
        server.loseAnswers(1);
        publish("run-2");

        assertThat(server.transactions()).isEqualTo(2);
        assertThat(rowsOf(lake(), ORDERS)).contains(6L);
        assertThat(rowsOf(lake(), CUSTOMERS)).contains(8L);
    }

    @Test
    void a_server_that_takes_no_new_tables_in_transactions_gets_them_one_by_one() throws IOException {
        server.close();
        server = new IcebergServer(folder, Takes.SEVERAL_KNOWN_TABLES);
        publish("run-1");
        assertThat(server.transactions()).isZero();

        publish("run-2");
        assertThat(server.transactions()).isEqualTo(1);
        assertThat(rowsOf(lake(), ORDERS)).contains(6L);
        assertThat(rowsOf(lake(), CUSTOMERS)).contains(8L);
    }
}
