package dev.lakesmith.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Column;
import java.lang.reflect.Proxy;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.junit.jupiter.api.Test;

/**
 * What SQL Server and Oracle are asked, and how what their drivers are documented to say of columns is taken. No server
 * of either takes part.
 */
final class DialectsTest {

    private static final Database SQL_SERVER = Database.of("jdbc:sqlserver://h:1433;databaseName=shop");
    private static final Database ORACLE = Database.of("jdbc:oracle:thin:@//h:1521/shop");

    /** A column as a driver tells it. */
    private record Told(String typeName, int type, int precision, int scale) {

        ResultSetMetaData about() {
            return (ResultSetMetaData) Proxy.newProxyInstance(
                    DialectsTest.class.getClassLoader(),
                    new Class<?>[] {ResultSetMetaData.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getColumnTypeName" -> typeName;
                        case "getColumnType" -> type;
                        case "getPrecision" -> precision;
                        case "getScale" -> scale;
                        case "getColumnLabel" -> "a \"b\"";
                        case "isNullable" -> ResultSetMetaData.columnNullable;
                        case "isSigned" -> true;
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }

    private static JdbcColumn column(Database database, String typeName, int type, int precision, int scale)
            throws SQLException {
        return database.column(new Told(typeName, type, precision, scale).about(), 1);
    }

    private static String landed(Database database, String typeName, int type, int precision, int scale)
            throws SQLException {
        JdbcColumn column = column(database, typeName, type, precision, scale);
        return column.column().type() + (column.note().isEmpty() ? "" : " with a note");
    }

    @Test
    void typesOfSqlServer() throws SQLException {
        assertThat(landed(SQL_SERVER, "tinyint", Types.TINYINT, 3, 0)).isEqualTo("INTEGER");
        assertThat(landed(SQL_SERVER, "bit", Types.BIT, 1, 0)).isEqualTo("BOOLEAN");
        assertThat(landed(SQL_SERVER, "money", Types.DECIMAL, 19, 4)).isEqualTo("DECIMAL(19,4)");
        assertThat(landed(SQL_SERVER, "smallmoney", Types.DECIMAL, 10, 4)).isEqualTo("DECIMAL(10,4)");
        assertThat(landed(SQL_SERVER, "decimal", Types.DECIMAL, 38, 38)).isEqualTo("DECIMAL(38,38)");
        assertThat(landed(SQL_SERVER, "datetime2", Types.TIMESTAMP, 27, 7)).isEqualTo("TIMESTAMP");
        assertThat(landed(SQL_SERVER, "datetimeoffset", -155, 34, 7)).isEqualTo("TIMESTAMP WITH TIME ZONE");
        assertThat(landed(SQL_SERVER, "uniqueidentifier", Types.CHAR, 36, 0)).isEqualTo("UUID");
        assertThat(landed(SQL_SERVER, "timestamp", Types.BINARY, 8, 0)).isEqualTo("BLOB");
        assertThat(landed(SQL_SERVER, "nvarchar", Types.NVARCHAR, 4000, 0)).isEqualTo("VARCHAR");
        assertThat(landed(SQL_SERVER, "sql_variant", -156, 0, 0)).isEqualTo("VARCHAR");
        assertThat(SqlServer.expression(column(SQL_SERVER, "hierarchyid", Types.VARBINARY, 892, 0)))
                .isEqualTo("\"a \"\"b\"\"\".ToString() AS \"a \"\"b\"\"\"");
    }

    @Test
    void valuesForSqlServer() throws SQLException {
        String time = "2026-01-31 12:00:00.003000";
        assertThat(SQL_SERVER.literal("TIMESTAMP", time)).isEqualTo("CAST('" + time + "' AS datetime2(7))");
        assertThat(SQL_SERVER.literal("TIMESTAMP WITH TIME ZONE", time + "+00"))
                .isEqualTo("CAST('" + time + " +00:00' AS datetimeoffset(7))");
        assertThat(SQL_SERVER.literal("DATE", "2026-01-31")).isEqualTo("CAST('2026-01-31' AS date)");
        assertThat(SQL_SERVER.literal("VARCHAR", "O'Neil ß")).isEqualTo("N'O''Neil ß'");
        assertThat(SQL_SERVER.literal(column(SQL_SERVER, "datetime", Types.TIMESTAMP, 23, 3), time))
                .isEqualTo("CAST('2026-01-31T12:00:00.003' AS datetime)");
        assertThat(SQL_SERVER.literal(column(SQL_SERVER, "datetime2", Types.TIMESTAMP, 23, 3), time))
                .isEqualTo("CAST('" + time + "' AS datetime2(7))");
    }

    @Test
    void typesOfOracle() throws SQLException {
        assertThat(landed(ORACLE, "NUMBER", Types.NUMERIC, 0, -127)).isEqualTo("VARCHAR with a note");
        assertThat(landed(ORACLE, "NUMBER", Types.NUMERIC, 38, 10)).isEqualTo("DECIMAL(38,10)");
        assertThat(landed(ORACLE, "NUMBER", Types.NUMERIC, 5, -2)).isEqualTo("DECIMAL(7,0)");
        assertThat(landed(ORACLE, "NUMBER", Types.NUMERIC, 5, 7)).isEqualTo("VARCHAR with a note");
        assertThat(landed(ORACLE, "FLOAT", Types.NUMERIC, 126, -127)).isEqualTo("VARCHAR with a note");
        assertThat(landed(ORACLE, "BINARY_DOUBLE", 101, 0, 0)).isEqualTo("DOUBLE");
        assertThat(landed(ORACLE, "DATE", Types.TIMESTAMP, 0, 0)).isEqualTo("TIMESTAMP");
        assertThat(landed(ORACLE, "TIMESTAMP", Types.TIMESTAMP, 0, 6)).isEqualTo("TIMESTAMP");
        assertThat(landed(ORACLE, "RAW", Types.VARBINARY, 16, 0)).isEqualTo("BLOB");
        assertThat(landed(ORACLE, "CLOB", Types.CLOB, 0, 0)).isEqualTo("VARCHAR");
        assertThat(landed(ORACLE, "INTERVALDS", -104, 2, 6)).isEqualTo("VARCHAR");
        JdbcColumn local = column(ORACLE, "TIMESTAMP WITH LOCAL TIME ZONE", -102, 0, 6);
        assertThat(local.column()).isEqualTo(new Column("a \"b\"", "TIMESTAMP WITH TIME ZONE"));
        assertThat(((Oracle) ORACLE).expression(local))
                .isEqualTo("SYS_EXTRACT_UTC(\"a \"\"b\"\"\") AS \"a \"\"b\"\"\"");
        assertThat(((Oracle) ORACLE).expression(column(ORACLE, "DATE", Types.TIMESTAMP, 0, 0)))
                .isEqualTo("\"a \"\"b\"\"\"");
    }

    @Test
    void valuesForOracle() {
        assertThat(ORACLE.literal("TIMESTAMP", "2026-01-31 12:00:00.000000"))
                .isEqualTo("TIMESTAMP '2026-01-31 12:00:00.000000'");
        assertThat(ORACLE.literal("TIMESTAMP WITH TIME ZONE", "2026-01-31 12:00:00.000000+00"))
                .isEqualTo("TIMESTAMP '2026-01-31 12:00:00.000000 +00:00'");
    }
}
