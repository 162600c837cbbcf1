package dev.lakesmith.connectors.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;

/** SQLite, where any value may stand in any column: all of them are landed as text, bytes in hexadecimal digits. */
final class Sqlite extends Database {

    private static final HexFormat HEX = HexFormat.of();

    private static final JdbcColumn.Getter ANY = (result, index, batch, row, bytes) -> {
        Object value = result.getObject(index);
        if (value == null) {
            batch.setNull(index - 1, row);
            bytes.addMissing();
            return;
        }
        byte[] text = value instanceof byte[] binary
                ? HEX.formatHex(binary).getBytes(US_ASCII)
                : value.toString().getBytes(UTF_8);
        batch.setText(index - 1, row, text);
        bytes.add(text);
    };

    @Override
    void settle(Properties properties) {
        // For reading only: a file that is not there is not made.
        properties.putIfAbsent("open_mode", "1");
    }

    /** Numbers and texts look alike in a bookmark; as a number a text would compare as less than every text. */
    @Override
    String literal(String type, String value) {
        return value.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?") ? value : super.literal(type, value);
    }

    @Override
    JdbcColumn column(ResultSetMetaData about, int i) throws SQLException {
        return typed(about, i, "VARCHAR", ANY);
    }
}
