package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Types.DecimalType;

/** Lets columns grow by what new files bring: nested fields, and numbers of a wider type. */
final class Widening {

    private static final int MOST_DIGITS = 38;

    private Widening() {}

    /** The table's columns, each as wide as Iceberg lets it grow towards the offered one. */
    static List<Column> of(List<Column> table, List<Column> offered) {
        List<Column> wide = new ArrayList<>();
        for (Column column : table) {
            wide.add(offered.stream()
                    .filter(each -> each.name().equalsIgnoreCase(column.name()))
                    .findFirst()
                    .map(each -> JsonTypes.grown(column, each))
                    .orElse(column));
        }
        return wide;
    }

    /** The first column, in a type that holds the second one's values too if there is one. */
    static Column of(Column first, Column second) {
        boolean decimals =
                ColumnTypes.iceberg(first) instanceof DecimalType && ColumnTypes.iceberg(second) instanceof DecimalType;
        return decimals ? decimal(first, second) : JsonTypes.grown(first, second);
    }

    private static Column decimal(Column first, Column second) {
        DecimalType one = (DecimalType) ColumnTypes.iceberg(first);
        DecimalType other = (DecimalType) ColumnTypes.iceberg(second);
        int scale = Math.max(one.scale(), other.scale());
        int precision = scale + Math.max(one.precision() - one.scale(), other.precision() - other.scale());
        return precision > MOST_DIGITS
                ? first
                : new Column(first.name(), ColumnTypes.duckDb(DecimalType.of(precision, scale)));
    }
}
