package dev.lakesmith.sql;

import dev.lakesmith.functions.Calculation;
import dev.lakesmith.functions.Calculation.OfText;
import dev.lakesmith.functions.Calculation.OfTextAndKey;
import dev.lakesmith.functions.Calculation.OfTextAndNumber;
import dev.lakesmith.functions.Calculation.OfTextAndWord;
import dev.lakesmith.functions.Calculation.OfTexts;
import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.functions.FunctionKeys;
import dev.lakesmith.functions.SqlFunction;
import dev.lakesmith.functions.ValueKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Our functions in one DuckDB. Each is registered when the first statement mentions it: the first registration of a
 * process takes 90 ms, which most statements need not pay. Every session of the DuckDB sees it from then on.
 * Thread-safe.
 */
public final class RegisteredFunctions {

    private static final Pattern MENTION = Pattern.compile(FunctionCatalogue.functions().stream()
            .map(SqlFunction::name)
            .collect(Collectors.joining("|", "(?i)\\b(", ")\\b")));

    private final Connection connection;
    private final Bodies bodies;
    private final Set<String> registered = new HashSet<>();

    /** What a registered function does with a chunk of rows. */
    private interface Bodies {
        DuckDBScalarFunction of(SqlFunction function);
    }

    private RegisteredFunctions(Connection connection, Bodies bodies) {
        this.connection = connection;
        this.bodies = bodies;
    }

    /**
     * Functions that compute.
     *
     * @param connection any of the DuckDB's; it stays the caller's
     * @param keys what statements may name; the gate refuses other names
     */
    public static RegisteredFunctions on(Connection connection, FunctionKeys keys) {
        return new RegisteredFunctions(connection, function -> body(function, keys));
    }

    /**
     * Functions of the right types that refuse to compute: enough to bind, and no library is loaded. What DuckDB cannot
     * compute beforehand it leaves in the plan as it stands.
     */
    static RegisteredFunctions signaturesOn(Connection connection) {
        return new RegisteredFunctions(connection, function -> (rows, result) -> {
            throw new UnsupportedOperationException(function.name() + " is only bound here");
        });
    }

    /** Registers those that a statement mentions, as far as they are not yet. */
    public void provideFor(String sql) throws SQLException {
        Matcher mention = MENTION.matcher(sql);
        while (mention.find()) {
            register(mention.group().toLowerCase(Locale.ROOT));
        }
    }

    private synchronized void register(String name) throws SQLException {
        if (registered.contains(name)) {
            return;
        }
        SqlFunction function = FunctionCatalogue.find(name).orElseThrow();
        try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameters(function.calculation().arguments().stream()
                            .map(RegisteredFunctions::type)
                            .toArray(DuckDBColumnType[]::new))
                    .withReturnType(type(function.returns()))
                    .withVectorizedFunction(bodies.of(function))
                    .register(connection);
        }
        registered.add(name);
    }

    private static DuckDBColumnType type(ValueKind kind) {
        return switch (kind) {
            case TEXT -> DuckDBColumnType.VARCHAR;
            case NUMBER -> DuckDBColumnType.BIGINT;
            case TRUTH -> DuckDBColumnType.BOOLEAN;
        };
    }

    /** Computes one row, of which no argument is NULL. */
    private interface Row {
        @Nullable
        Object value(DuckDBDataChunkReader rows, long row);
    }

    private static DuckDBScalarFunction body(SqlFunction function, FunctionKeys keys) {
        Row computed = row(function.calculation(), keys);
        int arguments = function.calculation().arguments().size();
        return (rows, result) -> {
            for (long row = 0; row < rows.rowCount(); row++) {
                boolean missing = rows.vector(0).isNull(row)
                        || (arguments > 1 && rows.vector(1).isNull(row));
                write(missing ? null : computed.value(rows, row), row, result);
            }
        };
    }

    private static Row row(Calculation calculation, FunctionKeys keys) {
        if (calculation instanceof OfText one) {
            return (rows, row) -> one.body().apply(text(rows, 0, row));
        }
        if (calculation instanceof OfTexts two) {
            return (rows, row) -> two.body().apply(text(rows, 0, row), text(rows, 1, row));
        }
        if (calculation instanceof OfTextAndWord worded) {
            return (rows, row) -> worded.body().apply(text(rows, 0, row), text(rows, 1, row));
        }
        if (calculation instanceof OfTextAndNumber counted) {
            return (rows, row) ->
                    counted.body().apply(text(rows, 0, row), rows.vector(1).getLong(row));
        }
        OfTextAndKey keyed = (OfTextAndKey) calculation;
        return (rows, row) -> {
            String name = text(rows, 1, row);
            return keyed.body()
                    .apply(
                            text(rows, 0, row),
                            keys.find(name).orElseThrow(() -> new IllegalStateException("no secret is named " + name)));
        };
    }

    private static String text(DuckDBDataChunkReader rows, int column, long row) {
        DuckDBReadableVector vector = rows.vector(column);
        return vector.getString(row);
    }

    private static void write(@Nullable Object value, long row, DuckDBWritableVector result) {
        if (value instanceof String text) {
            result.setString(row, text);
        } else if (value instanceof Long number) {
            result.setLong(row, number);
        } else if (value instanceof Boolean truth) {
            result.setBoolean(row, truth);
        } else {
            result.setNull(row);
        }
    }
}
