package dev.lakesmith.core.engine;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.sql.ColumnLineage;
import dev.lakesmith.sql.Query;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows whose making is asked for.
 *
 * @param table a table or view of the lake
 * @param where an SQL condition over its columns, bound before; {@code true} for all
 * @param limit the most rows to follow; above 0
 * @param models every model, by table
 * @param broken tables whose definitions have mistakes; they are not followed
 * @param streams every stream that was loaded, by bronze table
 * @param parameters bound to {@code $name}
 * @param workFolder an existing empty folder for intermediate files
 */
public record TraceRequest(
        TableName table,
        String where,
        int limit,
        Map<TableName, TracedModel> models,
        Set<TableName> broken,
        Map<TableName, TracedStream> streams,
        List<Parameter> parameters,
        Path workFolder) {

    /**
     * A model.
     *
     * @param lineage the origins of its columns, for rows that the query itself does not lead to
     */
    public record TracedModel(Model model, Query query, List<ColumnLineage> lineage) {}

    /**
     * A stream.
     *
     * @param files all its landed files
     */
    public record TracedStream(Stream stream, List<LandedFile> files) {}
}
