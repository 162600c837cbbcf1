package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.RegisteredFunctions;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** One DuckDB in this process, in memory. Thread-safe; closing it ends every session. */
final class Instance implements AutoCloseable {

    private final DuckDBConnection root;
    private final RegisteredFunctions functions;
    private final Storage storage;
    private final AtomicLong sessions = new AtomicLong();
    private @Nullable RecordFunction records;

    private Instance(DuckDBConnection root, RegisteredFunctions functions, Storage storage) {
        this.storage = storage;
        this.root = root;
        this.functions = functions;
    }

    /** For the program's own statements. */
    static Instance open(DuckDbSettings settings, Storage storage) {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryBytes() + "B");
        properties.setProperty("threads", Integer.toString(settings.threads()));
        properties.setProperty("temp_directory", settings.spillFolder().toString());
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        try {
            // Asking DriverManager would start the driver of every database that sources may be.
            Connection connection = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", properties));
            Instance instance = new Instance(
                    connection.unwrap(DuckDBConnection.class),
                    RegisteredFunctions.on(connection, settings.keys()),
                    storage);
            instance.set("TimeZone", "'UTC'", "ieee_floating_point_ops", "false");
            return instance;
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "DuckDB cannot start: " + e.getMessage(), e);
        }
    }

    /**
     * For statements of users: reaches nothing but the lake and some files, and refuses to be configured. That users'
     * statements only read is seen to before.
     */
    static Instance sandbox(DuckDbSettings settings, Lake lake, List<Path> files) {
        Instance instance = open(settings, lake.storage());
        try {
            instance.set(
                    "allowed_directories",
                    allowed(lake.storage().folders(lake.warehouse())),
                    "allowed_paths",
                    allowed(files),
                    "enable_external_access",
                    "false",
                    "lock_configuration",
                    "true");
            return instance;
        } catch (SQLException e) {
            instance.close();
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "DuckDB cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Paths that look like patterns are asked for in another spelling. */
    private static String allowed(List<Path> paths) {
        return paths.stream()
                .map(Path::toString)
                .flatMap(path -> Stream.of(Identifiers.literal(path), Identifiers.file(path)))
                .distinct()
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private void set(String... namesAndValues) throws SQLException {
        try (Statement statement = root.createStatement()) {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                statement.execute("SET " + namesAndValues[i] + " = " + namesAndValues[i + 1]);
            }
        }
    }

    /** A session that sees the lake's tables by their names. */
    Session session(LakeView view) {
        try {
            DuckDBConnection connection = root.duplicate();
            return new Session(connection, "session_" + sessions.incrementAndGet(), view, functions, storage.copies());
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "DuckDB gives no session: " + e.getMessage(), e);
        }
    }

    /** Reads what connectors give; made when it is first needed. */
    synchronized RecordFunction records() throws SQLException {
        if (records == null) {
            records = RecordFunction.on(root);
        }
        return records;
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "DuckDB cannot stop: " + e.getMessage(), e);
        }
    }
}
