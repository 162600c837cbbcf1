package dev.lakesmith.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a catalog on a database server promises beside: it outlives broken connections, and shares its database. */
abstract class ServerCatalogContract extends CatalogContract {

    private static final TableName ORDERS = new TableName("silver", "orders");
    private static int databases;

    private String database = "";

    abstract String url(int port, String database);

    abstract int port();

    abstract Connection administrator() throws SQLException;

    @BeforeEach
    void makeDatabase() throws SQLException {
        databases++;
        database = "lake" + databases;
        sql("CREATE DATABASE " + database);
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private ServerSettings settings(String url, String name) {
        return new ServerSettings(url, Optional.empty(), Optional.empty(), Optional.empty(), name);
    }

    @Override
    Catalog open() {
        return JdbcCatalog.server(settings(url(port(), database), "lakesmith"));
    }

    @Test
    void catalogs_of_two_names_share_a_database_and_nothing_else() {
        Catalog one = catalog();
        try (Catalog other = JdbcCatalog.server(settings(url(port(), database), "other"))) {
            one.stage("run-1", table(ORDERS, "a"));
            one.stage("run-2", table(ORDERS, "b"));
            other.stage("run-1", table(ORDERS, "c"));
            one.publish("run-1", one.staged("run-1"), one.staged("run-1"));
            one.drop(one.published(), Instant.now());

            assertThat(other.staged("run-1")).containsExactly(table(ORDERS, "c"));
            assertThat(other.branches()).containsExactly("run-1");
            assertThat(other.dropped()).isEmpty();
            assertThat(other.namespaces()).isEmpty();
            other.publish("run-1", other.staged("run-1"), other.staged("run-1"));
            assertThat(one.published()).isEmpty();
            assertThat(one.branches()).containsExactly("run-2");
        }
    }

    @Test
    void reading_makes_no_tables() throws SQLException {
        assertThat(catalog().published()).isEmpty();

        Catalog catalog = catalog();
        assertThat(tables()).isEmpty();
        catalog.commit(List.of(table(ORDERS, "a")));
        assertThat(tables())
                .containsExactlyInAnyOrder(
                        "iceberg_tables",
                        "iceberg_namespace_properties",
                        "lakesmith_branches",
                        "lakesmith_dropped",
                        "lakesmith_commits",
                        "lakesmith_requests");
        assertThat(catalog().published()).containsExactly(table(ORDERS, "a"));
    }

    private Connection another() throws SQLException {
        ServerUrl url = ServerUrl.of(url(port(), database));
        Properties properties = new Properties();
        url.user().ifPresent(user -> properties.setProperty("user", user));
        url.password().ifPresent(password -> properties.setProperty("password", password));
        return DriverManager.getConnection(url.jdbc(), properties);
    }

    private List<String> tables() throws SQLException {
        try (Connection connection = another();
                ResultSet rows = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                if (rows.getString("TABLE_NAME").matches("(iceberg|lakesmith)_.*s|lakesmith_dropped")) {
                    names.add(rows.getString("TABLE_NAME"));
                }
            }
            return names;
        }
    }

    @Test
    void a_location_as_long_as_object_storage_allows_is_kept_whole_and_a_longer_one_is_refused() {
        Catalog catalog = catalog();
        String location = "s3://bucket/" + "é".repeat(1000);
        catalog.stage("run-1", table(ORDERS, location));
        catalog.publish("run-1", catalog.staged("run-1"), catalog.staged("run-1"));
        assertThat(catalog.published()).containsExactly(table(ORDERS, location));

        assertThatThrownBy(() -> catalog.stage("run-2", table(ORDERS, "x".repeat(3000))))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_UNREADABLE))
                .hasMessageContaining("longer than the column");
        assertThat(catalog.branches()).isEmpty();
    }

    @Test
    void a_process_that_dies_while_it_publishes_has_published_nothing() throws IOException, InterruptedException {
        Catalog catalog = catalog();
        catalog.commit(List.of(table(ORDERS, "a")));
        List<Pointer> staged = List.of(table(ORDERS, "b", "a"), table(new TableName("silver", "lines"), "c"));
        catalog.replaceBranch("run-1", staged);

        assertThat(publish("-Dlakesmith.fault=PUBLISH_INSIDE:2")).isEqualTo(137);
        assertThat(catalog.published()).containsExactly(table(ORDERS, "a"));
        assertThat(catalog.staged("run-1")).containsExactlyInAnyOrderElementsOf(staged);

        assertThat(publish("-Dlakesmith.fault=")).isZero();
        assertThat(catalog.published())
                .containsExactlyInAnyOrder(table(ORDERS, "b"), table(new TableName("silver", "lines"), "c"));
        assertThat(catalog.branches()).isEmpty();
    }

    private int publish(String fault) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        fault,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishingProcess.class.getName(),
                        url(port(), database),
                        "run-1")
                .inheritIO()
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void a_connection_that_breaks_in_a_commit_neither_doubles_nor_loses_it(Cut cut) throws IOException {
        Catalog sound = catalog();
        sound.commit(List.of(table(ORDERS, "a")));
        sound.stage("run-1", table(ORDERS, "b", "a"));
        try (CuttingProxy proxy = new CuttingProxy(port());
                Catalog cutOff = JdbcCatalog.server(settings(url(proxy.port(), database), "lakesmith"))) {
            List<Pointer> staged = cutOff.staged("run-1");
            proxy.cutNextCommit(cut);

            cutOff.publish("run-1", staged, staged);

            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(sound.published()).containsExactly(table(ORDERS, "b"));
            assertThat(sound.branches()).isEmpty();
        }
    }

    @Test
    void a_connection_that_was_cut_while_nothing_was_asked_is_made_anew() throws IOException {
        try (CuttingProxy proxy = new CuttingProxy(port());
                Catalog catalog = JdbcCatalog.server(settings(url(proxy.port(), database), "lakesmith"))) {
            catalog.commit(List.of(table(ORDERS, "a")));
            proxy.cutAll();
            assertThat(catalog.published()).containsExactly(table(ORDERS, "a"));
            proxy.cutAll();
            catalog.commit(List.of(table(ORDERS, "b", "a")));
            assertThat(catalog.published()).containsExactly(table(ORDERS, "b"));
        }
    }

    @Test
    void a_server_that_is_not_there_and_a_database_that_is_not_there_are_told_with_what_to_do() {
        try (Catalog nowhere = JdbcCatalog.server(settings(url(1, database), "lakesmith"));
                Catalog unknown = JdbcCatalog.server(settings(url(port(), "nosuch"), "lakesmith"))) {
            assertThatThrownBy(nowhere::published)
                    .isInstanceOfSatisfying(
                            LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_UNREADABLE))
                    .hasMessageContaining("localhost:1/" + database)
                    .hasMessageContaining("check 'url' of the target's catalog")
                    .hasMessageNotContaining("te@ter")
                    .hasMessageNotContaining("te%40ter");
            assertThatThrownBy(unknown::published).hasMessageContaining("make the database");
        }
    }

    @Test
    void a_table_that_another_program_keeps_locked_is_a_conflict_and_not_a_wait_without_end() throws SQLException {
        Catalog catalog = catalog();
        catalog.commit(List.of(table(ORDERS, "a")));
        try (Connection other = another();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE iceberg_tables SET metadata_location = 'c'");
            assertThatThrownBy(() -> catalog.commit(List.of(table(ORDERS, "b", "a"))))
                    .isInstanceOfSatisfying(
                            LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKE_CONFLICT))
                    .hasMessageContaining("busy for too long");
            other.rollback();
        }
        catalog.commit(List.of(table(ORDERS, "b", "a")));
        assertThat(catalog.published()).containsExactly(table(ORDERS, "b"));
    }
}
