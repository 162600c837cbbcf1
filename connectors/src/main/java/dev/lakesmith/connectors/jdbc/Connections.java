package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Values;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** Opens connections to one database. */
final class Connections {

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
        Driver driver = Drivers.of(options, project);
        return new Connections(source.name(), url, project, properties, driver);
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
            return Opening.of(driver, target, properties);
        } catch (SQLException e) {
            throw SqlFailures.of(SourceFailure.Extent.SOURCE, told("cannot connect", e), e);
        }
    }

    /** Words what a database said. */
    SourceFailure failed(String what, SQLException e) {
        return SqlFailures.of(SourceFailure.Extent.STREAM, told(what, e), e);
    }

    private String told(String what, SQLException e) {
        StringBuilder said = new StringBuilder(Optional.ofNullable(e.getMessage())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(e.getClass().getSimpleName() + " without a word"));
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
