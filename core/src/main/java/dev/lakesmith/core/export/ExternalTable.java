package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * An exported table as another engine is told of it.
 *
 * @param name the table
 * @param description for people; may be empty
 * @param columns in their order
 * @param folder the location of its export
 * @param version the name of the folder with the current files
 * @param rows how many there are now
 */
public record ExternalTable(
        TableName name, String description, List<Column> columns, String folder, String version, long rows) {

    /**
     * A column.
     *
     * @param type as exported
     * @param description for people; may be empty
     */
    public record Column(String name, DataType type, String description) {}

    public ExternalTable {
        columns = List.copyOf(columns);
    }
}
