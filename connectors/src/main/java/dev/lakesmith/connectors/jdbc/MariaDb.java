package dev.lakesmith.connectors.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Properties;

/** MariaDB and MySQL, by MariaDB's driver. */
final class MariaDb extends Database {

    @Override
    void settle(Properties properties) {
        // TINYINT(1) holds any small number, and a YEAR is no date.
        properties.putIfAbsent("tinyInt1isBit", "false");
        properties.putIfAbsent("yearIsDateType", "false");
        // MariaDB's driver leaves URLs of MySQL alone unless it is asked.
        properties.putIfAbsent("permitMysqlScheme", "true");
    }

    @Override
    JdbcColumn column(ResultSetMetaData about, int i) throws SQLException {
        String type = about.getColumnTypeName(i).toUpperCase(Locale.ROOT);
        if (about.getColumnType(i) == Types.BIT && about.getPrecision(i) > 1) {
            return typed(about, i, "BLOB", Getters.BLOB);
        }
        // From -838:59:59 to 838:59:59: a duration.
        if (type.startsWith("TIME") && about.getColumnType(i) == Types.TIME) {
            return text(about, i, "");
        }
        // Kept in UTC and told in the session's zone.
        if (type.equals("TIMESTAMP")) {
            return typed(about, i, "TIMESTAMP WITH TIME ZONE", Getters.MOMENT);
        }
        return super.column(about, i);
    }

    @Override
    String literal(String type, String value) {
        return switch (type) {
            case "TIMESTAMP WITH TIME ZONE" ->
                "CONVERT_TZ('" + value.substring(0, value.indexOf('+')) + "', '+00:00', @@session.time_zone)";
            case "VARCHAR" -> super.literal(type, value.replace("\\", "\\\\"));
            default -> super.literal(type, value);
        };
    }
}
