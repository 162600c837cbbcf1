package dev.lakesmith.lake.catalog;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class PostgresCatalogTest extends ServerCatalogContract {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    String url(int port, String database) {
        return "postgresql://postgres@localhost:" + port + "/" + database;
    }

    @Override
    int port() {
        return server.getPort();
    }

    @Override
    Connection administrator() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }
}
