package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts rows into parts by ranges of a column of whole numbers. */
final class KeyRanges {

    private KeyRanges() {}

    /**
     * Conditions of which exactly one holds for each row; none when there is nothing to cut.
     *
     * @param where which rows are read; empty: all
     * @param parts how many ranges, at most
     */
    static List<String> of(
            String wanted, Relation relation, List<JdbcColumn> columns, String where, int parts, Connection connection)
            throws SQLException {
        JdbcColumn column = columns.stream()
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> refused(
                        relation,
                        "there is no column " + wanted
                                + Nearest.hint(
                                        wanted,
                                        columns.stream().map(JdbcColumn::name).toList())));
        String type = column.column().type();
        if (!type.equals("INTEGER") && !type.equals("BIGINT") && !type.endsWith(",0)")) {
            throw refused(relation, column.name() + " is of type " + type + ", and only whole numbers have ranges");
        }
        String name = relation.quoted(column.name());
        try (Statement statement = connection.createStatement();
                ResultSet ends = statement.executeQuery(
                        Database.select("min(" + name + "), max(" + name + ")", relation.from(), where))) {
            ends.next();
            Optional<BigInteger> lowest =
                    Optional.ofNullable(ends.getBigDecimal(1)).map(BigDecimal::toBigIntegerExact);
            Optional<BigInteger> highest =
                    Optional.ofNullable(ends.getBigDecimal(2)).map(BigDecimal::toBigIntegerExact);
            return lowest.isEmpty() || highest.isEmpty()
                    ? List.of()
                    : between(name, lowest.get(), highest.get(), parts, column.nullable());
        }
    }

    private static List<String> between(
            String name, BigInteger lowest, BigInteger highest, int parts, boolean nullable) {
        BigInteger values = highest.subtract(lowest).add(BigInteger.ONE);
        int count = values.min(BigInteger.valueOf(parts)).intValue();
        List<String> ranges = new ArrayList<>();
        for (int part = 0; part < count && count > 1; part++) {
            // Open at both ends: rows may have come since the ends were asked for.
            String from = part == 0 ? "" : name + " >= " + border(lowest, values, part, count);
            String to = part == count - 1 ? "" : name + " < " + border(lowest, values, part + 1, count);
            String both = from.isEmpty() || to.isEmpty() ? from + to : from + " AND " + to;
            ranges.add(part == 0 && nullable ? "(" + both + " OR " + name + " IS NULL)" : both);
        }
        return ranges;
    }

    private static BigInteger border(BigInteger lowest, BigInteger values, int part, int parts) {
        return lowest.add(values.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts)));
    }

    private static LakesmithException refused(Relation relation, String why) {
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                relation.place() + ": 'split_by' cannot cut " + relation.shown() + ": " + why);
    }
}
