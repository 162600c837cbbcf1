package dev.lakesmith.core.connector;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/** The shape of every {@code landing.<source>_<stream>} table: one row for each file landed. */
public final class Landing {

    /** The columns, in the order of {@link LandedFile}. */
    public static final List<Column> COLUMNS = List.of(
            new Column("batch_id", "VARCHAR"),
            new Column("path", "VARCHAR"),
            new Column("landed_path", "VARCHAR"),
            new Column("bytes", "BIGINT"),
            new Column("etag", "VARCHAR"),
            new Column("modified_at", "TIMESTAMP WITH TIME ZONE"),
            new Column("version", "INTEGER"),
            new Column("landed_at", "TIMESTAMP WITH TIME ZONE"));

    /** Where these tables are. */
    public static final String SCHEMA = "landing";

    private Landing() {}

    /** The location of the folder of a stream's copies, a folder for each batch inside. */
    public static String copies(String warehouse, TableName landing) {
        return warehouse + "/" + landing.schema() + "/" + landing.name() + "/files";
    }
}
