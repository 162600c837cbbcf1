package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.vocabulary.Column;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A column of a database's table.
 *
 * @param column its name there, and the type it is landed as
 * @param typeName what the database calls its type
 * @param nullable whether the database lets it be NULL
 * @param note what people should know about it; may be empty
 * @param getter takes its values out of a result
 */
record JdbcColumn(Column column, String typeName, boolean nullable, String note, Getter getter) {

    /** Takes one value out of a result: into a batch, and into the row's checksum. */
    interface Getter {

        /**
         * Takes the value.
         *
         * @param index of the column in the result, from 1 on; {@code index - 1} in the batch
         */
        void read(ResultSet result, int index, RecordBatch batch, int row, RowBytes bytes) throws SQLException;
    }

    String name() {
        return column.name();
    }

    /** The column as text, whatever the database keeps it as. */
    JdbcColumn asText() {
        return new JdbcColumn(new Column(name(), "VARCHAR"), typeName, nullable, "", Getters.TEXT);
    }
}
