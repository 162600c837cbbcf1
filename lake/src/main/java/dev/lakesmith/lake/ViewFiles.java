package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.ImmutableSQLViewRepresentation;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.apache.iceberg.view.ViewVersion;
import org.jspecify.annotations.Nullable;

/** Iceberg view metadata files, with the query in the DuckDB dialect. */
final class ViewFiles {

    private ViewFiles() {}

    static StoredView read(TableName name, String location, FileIO io) {
        ViewMetadata metadata = ViewMetadataParser.read(io.newInputFile(location));
        Map<String, String> queries = new HashMap<>();
        metadata.currentVersion().representations().stream()
                .filter(each -> each instanceof SQLViewRepresentation)
                .map(each -> (SQLViewRepresentation) each)
                .forEach(each -> queries.put(each.dialect().toLowerCase(Locale.ROOT), each.sql()));
        return new StoredView(
                name,
                queries,
                ColumnTypes.columns(metadata.schema()),
                metadata.properties(),
                metadata.currentVersionId());
    }

    /** Writes the next version of a view and returns where. */
    static String write(
            TableName name,
            String sql,
            List<Column> columns,
            Map<String, String> properties,
            String location,
            @Nullable String base,
            FileIO io) {
        ViewMetadata previous = base == null ? null : ViewMetadataParser.read(io.newInputFile(base));
        ViewMetadata.Builder builder = previous == null
                ? ViewMetadata.builder()
                        .assignUUID(UUID.randomUUID().toString())
                        .setLocation(location)
                : ViewMetadata.buildFrom(previous);
        int id = previous == null ? 1 : previous.currentVersionId() + 1;
        ViewVersion version = ImmutableViewVersion.builder()
                .versionId(id)
                .schemaId(0)
                .timestampMillis(System.currentTimeMillis())
                .defaultNamespace(Namespace.of(name.schema()))
                .putSummary("engine-name", "lakesmith")
                .addRepresentations(ImmutableSQLViewRepresentation.builder()
                        .sql(sql)
                        .dialect(StoredView.DIALECT)
                        .build())
                .build();
        ViewMetadata next = builder.setProperties(properties)
                .setCurrentVersion(version, ColumnTypes.schema(columns))
                .build();
        String file = location + "/metadata/%05d-%s.metadata.json".formatted(id, UUID.randomUUID());
        ViewMetadataParser.write(next, io.newOutputFile(file));
        return file;
    }
}
