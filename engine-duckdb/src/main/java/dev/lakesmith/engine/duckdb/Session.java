package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.lake.storage.FileSize;
import dev.lakesmith.lake.storage.LocalCopies;
import dev.lakesmith.sql.FixedTime;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.RegisteredFunctions;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.ContentFile;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/**
 * A connection with a catalog of its own, in which the lake's tables are views over exactly the data files of the
 * snapshot seen. Used by one thread; interrupting that thread cancels the running statement.
 */
final class Session implements AutoCloseable {

    private final DuckDBConnection connection;
    private final String name;
    private final LakeView view;
    private final RegisteredFunctions functions;
    private final Set<TableName> defined = new HashSet<>();
    private final Set<String> schemas = new HashSet<>();
    private final LocalCopies copies;
    private int names;

    Session(DuckDBConnection connection, String name, LakeView view, RegisteredFunctions functions, LocalCopies copies)
            throws SQLException {
        this.copies = copies;
        this.connection = connection;
        this.name = name;
        this.view = view;
        this.functions = functions;
        try (Statement statement = connection.createStatement()) {
            statement.execute("ATTACH ':memory:' AS " + name);
            statement.execute("USE " + name);
        }
    }

    /** Makes tables and views of the lake readable by their names. */
    void define(Collection<TableName> tables, Dependencies dependencies) {
        define(tables, dependencies, Pruning.NONE);
    }

    /** As {@link #define(Collection, Dependencies)}, for a query that some files are enough for. */
    void define(Collection<TableName> tables, Dependencies dependencies, Pruning pruning) {
        for (TableName table : tables) {
            if (defined.contains(table)) {
                continue;
            }
            Optional<StoredView> stored = view.view(table);
            if (stored.isPresent()) {
                define(dependencies.of(stored.get().sql()), dependencies, pruning);
                define(table, stored.get().sql());
            } else {
                define(
                        table,
                        view.table(table)
                                .map(found -> TableScan.of(
                                                this, found, pruning.files(table, found), pruning.columns(table))
                                        .sql())
                                .or(() -> Quarantined.columnsOf(table).map(Session::noRows))
                                .orElseThrow(() -> UnknownTable.in(view, table)));
            }
        }
    }

    boolean isDefined(TableName table) {
        return defined.contains(table);
    }

    private static String noRows(List<Column> columns) {
        return columns.stream()
                .map(column -> "CAST(NULL AS " + column.type() + ") AS " + Identifiers.quote(column.name()))
                .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }

    /** Which tables a stored view reads. */
    interface Dependencies {
        Collection<TableName> of(String sql);
    }

    /** Makes a query readable under a table's name. */
    void define(TableName table, String sql) {
        if (schemas.add(table.schema())) {
            execute("CREATE SCHEMA IF NOT EXISTS " + Identifiers.quote(table.schema()));
        }
        execute("CREATE OR REPLACE VIEW " + Identifiers.quote(table) + " AS " + sql);
        defined.add(table);
    }

    /** Makes the clock stand still. */
    void hold(FixedTime time) {
        time.macros().forEach(this::execute);
    }

    /** Gives the parameters their values, typed and bound; {@link #parameter} reads them. */
    void bind(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            String sql = "SET VARIABLE " + Identifiers.quote(parameter.name()) + " = CAST("
                    + parameter.value().map(Identifiers::literal).orElse("NULL") + " AS " + parameter.type() + ")";
            execute(sql);
        }
    }

    /** The expression that reads a bound parameter. */
    static String parameter(String name) {
        return "getvariable(" + Identifiers.literal(name) + ")";
    }

    void execute(String sql) {
        execute(sql, Silent.PROGRESS);
    }

    /** Runs a statement that returns nothing, telling progress meanwhile. */
    @SuppressWarnings("try") // the watch works by being open
    void execute(String sql, Progress progress) {
        try (DuckDBPreparedStatement statement = prepared(sql);
                StatementWatch watch = StatementWatch.over(statement, progress)) {
            statement.execute();
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** Reads what a query returns, telling progress meanwhile. */
    @SuppressWarnings("try") // the watch works by being open
    <T> T query(String sql, Progress progress, Reader<T> reader) {
        try (DuckDBPreparedStatement statement = prepared(sql);
                StatementWatch watch = StatementWatch.over(statement, progress);
                ResultSet rows = statement.executeQuery()) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** As {@link #query(String, Progress, Reader)}, for statements too short to be told about. */
    <T> T query(String sql, Reader<T> reader) {
        return query(sql, Silent.PROGRESS, reader);
    }

    /** The single number that a query returns. */
    long number(String sql) {
        return query(sql, rows -> {
            if (!rows.next()) {
                throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "no row from: " + sql);
            }
            return rows.getLong(1);
        });
    }

    /** Runs a COPY and tells how many rows it wrote. */
    long copied(String sql) {
        try (DuckDBPreparedStatement statement = prepared(sql)) {
            if (!statement.execute()) {
                return statement.getLargeUpdateCount();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** The columns that a query gives. */
    List<Column> columns(String sql) {
        return query("DESCRIBE " + sql, rows -> {
            List<Column> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new Column(rows.getString("column_name"), rows.getString("column_type")));
            }
            return columns;
        });
    }

    /** Reads rows. */
    interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** A name for one more table of this session. */
    String newName(String purpose) {
        return "_ls_" + purpose + "_" + ++names;
    }

    /** The catalog that holds this session's tables. */
    String name() {
        return name;
    }

    /** A statement whose functions are registered. */
    DuckDBPreparedStatement prepared(String sql) throws SQLException {
        functions.provideFor(sql);
        return connection.prepareStatement(sql).unwrap(DuckDBPreparedStatement.class);
    }

    DuckDBConnection connection() {
        return connection;
    }

    /** Files of tables for a statement. */
    String files(Collection<? extends ContentFile<?>> files) {
        return sized(sizes(files));
    }

    /** As {@link #files}, of files that more is known of. */
    String sized(Collection<FileSize> files) {
        return list(copies.files(files));
    }

    /** Files for a statement that reads only some columns of them; the others need not be there. */
    String files(Collection<? extends ContentFile<?>> files, Set<String> columns) {
        return list(copies.files(sizes(files), paths -> ColumnChunks.of(this, paths, columns)));
    }

    private static List<FileSize> sizes(Collection<? extends ContentFile<?>> files) {
        return files.stream()
                .map(file -> new FileSize(file.location(), file.fileSizeInBytes()))
                .toList();
    }

    /** Paths as a list in SQL. */
    static String list(List<Path> files) {
        return files.stream()
                .map(file -> Identifiers.file(file.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Landed files, where they can be read until this is closed. */
    List<LandedFile> copies(List<LandedFile> landed) {
        return copies(landed, file -> file.objectEtag().orElse(""));
    }

    /**
     * As {@link #copies(List)}.
     *
     * @param version tells contents apart of objects that landing refers to
     */
    List<LandedFile> copies(List<LandedFile> landed, Function<LandedFile, String> version) {
        List<Path> paths = copies.files(landed.stream()
                .map(file -> file.objectEtag().isPresent()
                        ? new FileSize(file.landedPath(), file.bytes(), version.apply(file), file.objectEtag())
                        : FileSize.unknown(file.landedPath()))
                .toList());
        return IntStream.range(0, landed.size())
                .mapToObj(i -> landed.get(i).landedAt(paths.get(i).toString()))
                .toList();
    }

    /** Where the file is that a path is a copy of. */
    String location(Path copy) {
        return copies.location(copy);
    }

    @Override
    public void close() {
        try (copies;
                connection;
                Statement statement = connection.createStatement()) {
            statement.execute("USE memory");
            statement.execute("DETACH " + name);
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "a session cannot be closed: " + e.getMessage(), e);
        }
    }
}
