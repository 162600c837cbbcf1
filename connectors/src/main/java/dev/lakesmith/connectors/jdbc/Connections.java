package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Opens connections to one database. */
final class Connections {

    private static final String DRIVERS = "drivers";

    private final String source;
    private final String url;
    private final String target;
    private final Properties properties;
    private final Driver driver;
    private final Database database;

    private Connections(String source, String url, Path project, Properties properties, Driver driver) {
        this.source = source;
        this.url = url;
        this.target = Database.inProject(url, project);
        this.properties = properties;
        this.driver = driver;
        this.database = Database.of(url);
        database.settle(properties);
    }

    /** Finds the driver; connects to nothing yet. */
    static Connections of(Source source, Path project) {
        Values options = source.options();
        String url = options.get("url", String.class);
        Properties properties = new Properties();
        options.find("properties", Values.class).ifPresent(given -> given.keys()
                .forEach(name -> properties.setProperty(name, given.get(name, String.class))));
        options.find("user", String.class).ifPresent(user -> properties.setProperty("user", user));
        options.find("password", String.class).ifPresent(password -> properties.setProperty("password", password));
        String where = options.place("url") + ": ";
        List<Path> named =
                options.texts("driver").stream().map(project::resolve).toList();
        List<Path> jars = named.isEmpty()
                ? lying(project.resolve(DRIVERS), options.place("url").toString())
                : named;
        for (Path jar : jars) {
            if (!Files.isRegularFile(jar)) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        options.place("driver") + ": the driver " + jar
                                + " is no file; put the database's JDBC driver there");
            }
        }
        ClassLoader loader = jars.isEmpty() ? Connections.class.getClassLoader() : loader(jars);
        List<Driver> drivers = new ArrayList<>();
        ServiceLoader.load(Driver.class, loader).forEach(drivers::add);
        Driver driver = drivers.stream()
                .filter(each -> accepts(each, url))
                .findFirst()
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        where + "no driver knows " + Database.shown(url)
                                + "; check its beginning, and put the database's JDBC driver, a jar, into the project's"
                                + " folder " + DRIVERS + " or name it with 'driver'"));
        return new Connections(source.name(), url, project, properties, driver);
    }

    private static List<Path> lying(Path folder, String place) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": the folder of drivers " + folder + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static ClassLoader loader(List<Path> jars) {
        try {
            List<URL> urls = new ArrayList<>();
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
            return new URLClassLoader(urls.toArray(URL[]::new), Connections.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the URL of a path", e);
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            // It says so of a URL that is its own but wrong; connecting tells how.
            return true;
        }
    }

    String url() {
        return url;
    }

    Database database() {
        return database;
    }

    /** One more connection. */
    Connection open() {
        try {
            return Optional.ofNullable(driver.connect(target, properties))
                    .orElseThrow(() -> new SQLException("the driver does not take this URL"));
        } catch (SQLException e) {
            throw SqlFailures.of(SourceFailure.Extent.SOURCE, told("cannot connect", e), e);
        }
    }

    /** Words what a database said. */
    SourceFailure failed(String what, SQLException e) {
        return SqlFailures.of(SourceFailure.Extent.STREAM, told(what, e), e);
    }

    private String told(String what, SQLException e) {
        StringBuilder said = new StringBuilder(String.valueOf(e.getMessage()).strip());
        Throwable cause = e.getCause();
        if (cause != null && cause.getMessage() != null && said.indexOf(cause.getMessage()) < 0) {
            said.append(" (").append(cause.getMessage()).append(')');
        }
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        String advice = state.startsWith("08")
                ? "; check host, port and that the server runs and takes connections from here"
                : state.startsWith("28") ? "; check 'user' and 'password'" : "";
        return "source " + source + ": " + Database.shown(url) + " " + what + ": " + said + advice;
    }
}
