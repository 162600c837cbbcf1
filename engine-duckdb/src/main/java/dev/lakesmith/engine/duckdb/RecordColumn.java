package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.sql.SQLException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBLogicalType;

/**
 * How values of a column come from Java to DuckDB: in the type that costs least to set, made into the column's own in
 * SQL, which does that for thousands of values at a time.
 */
record RecordColumn(Column column, Type type) {

    static RecordColumn of(Column column) {
        return new RecordColumn(column, ColumnTypes.iceberg(column));
    }

    /** What {@link RecordChunk} sets. */
    DuckDBLogicalType carrier() throws SQLException {
        if (type instanceof Types.DecimalType decimal) {
            return DuckDBLogicalType.decimal(decimal.precision(), decimal.scale());
        }
        return DuckDBLogicalType.of(
                switch (type.typeId()) {
                    case BOOLEAN -> DuckDBColumnType.BOOLEAN;
                    case INTEGER, DATE -> DuckDBColumnType.INTEGER;
                    case LONG, TIMESTAMP, TIME -> DuckDBColumnType.BIGINT;
                    case FLOAT, DOUBLE -> DuckDBColumnType.DOUBLE;
                    default -> DuckDBColumnType.VARCHAR;
                });
    }

    boolean isText() {
        return switch (type.typeId()) {
            case BOOLEAN, INTEGER, DATE, LONG, TIMESTAMP, TIME, FLOAT, DOUBLE, DECIMAL -> false;
            default -> true;
        };
    }

    /** The column in its own type. */
    String expression() {
        String name = Identifiers.quote(column.name());
        String value =
                switch (type.typeId()) {
                    case DATE -> "DATE '1970-01-01' + " + name;
                    case TIMESTAMP ->
                        ((Types.TimestampType) type).shouldAdjustToUTC()
                                ? "make_timestamptz(" + name + ")"
                                : "make_timestamp(" + name + ")";
                    case TIME -> "TIME '00:00:00' + to_microseconds(" + name + ")";
                    case FIXED, BINARY -> "from_hex(" + name + ")";
                    case STRUCT, LIST, MAP -> "CAST(" + name + " AS JSON)";
                    default -> name;
                };
        return "CAST(" + value + " AS " + ColumnTypes.duckDb(type) + ") AS " + name;
    }
}
