package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.ConnectorPage;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.TextRule;
import dev.lakesmith.core.project.ValueType;
import dev.lakesmith.formats.Format;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Reads tables and queries of databases. */
public final class JdbcConnector implements Connector {

    private static final String URL_START = "jdbc:";

    private static final ObjectSpec SOURCE = ObjectSpec.of(
                    "jdbc source",
                    Field.text("url", JdbcConnector::urlComplaint)
                            .required()
                            .describedAs(
                                    "The database, as its JDBC driver names it. The path of a file of SQLite or DuckDB is seen"
                                            + " from the project's folder.")
                            .example("jdbc:postgresql://db.example.com:5432/shop"),
                    Field.text("user").describedAs("Who reads.").example("${env:SHOP_DB_USER}"),
                    Field.text("password", TextRule.ANY)
                            .secret()
                            .describedAs("The user's password; keep it out of the file.")
                            .example("${env:SHOP_DB_PASSWORD}"),
                    Field.textOrTexts("driver")
                            .leftOutMeans("the drivers that come with Lakesmith: PostgreSQL, MariaDB (also for MySQL),"
                                    + " SQLite and DuckDB, and the jars in the project's folder `drivers`")
                            .describedAs("The jar of the database's JDBC driver, or several, relative to the project's"
                                    + " folder.")
                            .example("drivers/ojdbc17.jar"),
                    Field.map("properties", "property name", new ValueType.Text(TextRule.ANY))
                            .describedAs("What else the driver is told, in its own words.")
                            .example("{ sslmode: require }"),
                    Field.number("parallel", 1, 64)
                            .orElse("4")
                            .describedAs("How many connections read at a time, at most; never more than the target has"
                                    + " threads."))
            .describedAs("A database, read through its JDBC driver.");

    private static final ObjectSpec STREAM = ObjectSpec.of(
                    "jdbc stream",
                    Field.text("table")
                            .describedAs("The table or view, with its schema.")
                            .example("sales.orders"),
                    Field.text("query")
                            .describedAs("A SELECT in the database's own SQL.")
                            .example("SELECT id, total FROM orders WHERE total > 0"),
                    Field.text("cursor")
                            .leftOutMeans(
                                    "every run reads all rows; when they are the same as before, nothing is landed")
                            .describedAs(
                                    "The column whose values only grow when rows are added or changed, such as a time"
                                            + " of change or a number. A run reads the rows from the highest value of the last"
                                            + " one on.")
                            .example("updated_at"),
                    Lookback.FIELD
                            .describedAs(
                                    "How far behind the highest value rows are read again, because transactions end"
                                            + " in another order than they begin: a duration for times, a number for numbers."
                                            + " Rows that were landed before are left out.")
                            .example("10m"),
                    Field.text("split_by")
                            .leftOutMeans(
                                    "one connection reads it; big tables of PostgreSQL are cut by their pages, always")
                            .describedAs(
                                    "A column of whole numbers by whose ranges several connections read. Without an index on"
                                            + " it each of them looks through the whole table. Only PostgreSQL shows all of them"
                                            + " the same moment.")
                            .example("id"),
                    Field.textOrTexts("compare_keys")
                            .leftOutMeans("deleted rows are not looked for")
                            .describedAs(
                                    "The key of a stream with a cursor, one column or several. Every run reads it of all rows;"
                                            + " the last row known of each key that is gone is landed once more with"
                                            + " `_deleted` true, for a model's `delete_when: _deleted`.")
                            .example("id"))
            .exactlyOne("table", "query");

    private static final ConnectorPage PAGE = new ConnectorPage("""
            connector: jdbc
            url: jdbc:sqlite:shop.db
            streams:
              customers: { table: customers }
              orders: { table: orders, cursor: updated_at }
              large_orders: { query: "SELECT id, total FROM orders WHERE total > 100" }
            """, """
            | database | `url` | run against |
            |---|---|---|
            | PostgreSQL | `jdbc:postgresql://db.example.com:5432/shop` | a real server of version 18 |
            | MariaDB | `jdbc:mariadb://db.example.com:3306/shop` | a real server of version 11.4 |
            | MySQL | `jdbc:mariadb://db.example.com:3306/shop` | nothing |
            | SQLite | `jdbc:sqlite:shop.db` | its library |
            | DuckDB | `jdbc:duckdb:shop.duckdb` | its library |
            | SQL Server, Oracle and others | as their `driver` names it | nothing |

            How each is read, which types become which, cursors and deleted rows: [Databases](../../guides/databases.md).
            """);

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("jdbc", SOURCE, STREAM, Optional.of(new Format.Parquet())).shown(PAGE);
    }

    @Override
    public SourceReader open(Source source, Path project, Clock clock) {
        return new JdbcReader(source, Connections.of(source, project), clock);
    }

    @Override
    public Explorer explore(Source source, Path project) {
        return new Catalogue(source, Connections.of(source, project));
    }

    private static Optional<String> urlComplaint(String text) {
        return text.startsWith(URL_START) && text.indexOf(':', URL_START.length()) > 0
                ? Optional.empty()
                : Optional.of("is no JDBC URL; write one such as jdbc:postgresql://host:5432/database");
    }
}
