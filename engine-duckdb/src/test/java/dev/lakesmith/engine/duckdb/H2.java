package dev.lakesmith.engine.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;

/** A database whose driver does not come with the program: a jar of it lies where the build put it. */
final class H2 {

    private static final Path JAR = Path.of("target/drivers/h2.jar");
    private static final Driver DRIVER = driver();

    private H2() {}

    private static Driver driver() {
        try {
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {JAR.toAbsolutePath().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            return ServiceLoader.load(Driver.class, loader).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the driver's jar where a project has its own. */
    static void bring(Path project) {
        try {
            Path folder = Files.createDirectories(project.resolve("drivers"));
            Path jar = folder.resolve("h2.jar");
            if (!Files.exists(jar)) {
                Files.copy(JAR, jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Connection connect(String url) throws SQLException {
        return Optional.ofNullable(DRIVER.connect(url, new Properties())).orElseThrow();
    }

    static void sql(String url, String... statements) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
