package dev.lakesmith.cloud.catalog;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Glue's entries of tables as pointers, and back. Views of Lakesmith are entries that other engines do not read. */
final class GlueEntries {

    private static final String TYPE = "table_type";
    private static final String ICEBERG = "ICEBERG";
    private static final String VIEW = "LAKESMITH-VIEW";
    private static final String METADATA = "metadata_location";
    private static final String PREVIOUS = "previous_metadata_location";

    private final FileIO io;

    GlueEntries(FileIO io) {
        this.io = io;
    }

    /** Empty for what is no table of Iceberg, or has a name that ours cannot say. */
    Optional<Pointer> pointer(Table table) {
        Map<String, String> parameters = table.parameters();
        String type = parameters.getOrDefault(TYPE, "");
        String metadata = parameters.get(METADATA);
        boolean sayable = table.name().indexOf('.') < 0 && table.databaseName().indexOf('.') < 0;
        if (metadata == null || !sayable || !(type.equalsIgnoreCase(ICEBERG) || type.equalsIgnoreCase(VIEW))) {
            return Optional.empty();
        }
        return Optional.of(new Pointer(
                new TableName(table.databaseName(), table.name()),
                type.equalsIgnoreCase(VIEW) ? Pointer.Kind.VIEW : Pointer.Kind.TABLE,
                metadata,
                Optional.empty(),
                true));
    }

    /** The entry that a pointer becomes; what others wrote into the one before stays. */
    TableInput input(Pointer pointer, Optional<Table> before) {
        Map<String, String> parameters =
                new HashMap<>(before.map(Table::parameters).orElse(Map.of()));
        parameters.put(TYPE, pointer.kind() == Pointer.Kind.VIEW ? VIEW : ICEBERG);
        parameters.put(METADATA, pointer.metadata());
        parameters.remove(PREVIOUS);
        pointer.base().ifPresent(base -> parameters.put(PREVIOUS, base));
        Schema schema;
        String location;
        if (pointer.kind() == Pointer.Kind.VIEW) {
            ViewMetadata view = ViewMetadataParser.read(io.newInputFile(pointer.metadata()));
            schema = view.schema();
            location = view.location();
        } else {
            TableMetadata table = TableMetadataParser.read(io, pointer.metadata());
            schema = table.schema();
            location = table.location();
        }
        return TableInput.builder()
                .name(pointer.name().name())
                .description(before.map(Table::description).orElse(null))
                .owner(before.map(Table::owner).orElse(null))
                .tableType("EXTERNAL_TABLE")
                .parameters(parameters)
                .storageDescriptor(storage -> storage.location(location).columns(columns(schema)))
                .build();
    }

    private static List<Column> columns(Schema schema) {
        return schema.columns().stream()
                .map(column -> Column.builder()
                        .name(column.name())
                        .type(type(column.type()))
                        .build())
                .toList();
    }

    /** In Hive's words, which Glue shows; engines read the metadata file. */
    private static String type(Type type) {
        return switch (type.typeId()) {
            case INTEGER -> "int";
            case LONG -> "bigint";
            case STRING, UUID, TIME -> "string";
            case FIXED, BINARY -> "binary";
            case TIMESTAMP, TIMESTAMP_NANO -> "timestamp";
            case DECIMAL ->
                "decimal(" + ((Types.DecimalType) type).precision() + "," + ((Types.DecimalType) type).scale() + ")";
            case LIST -> "array<" + type(type.asListType().elementType()) + ">";
            case MAP ->
                "map<" + type(type.asMapType().keyType()) + ","
                        + type(type.asMapType().valueType()) + ">";
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> field.name() + ":" + type(field.type()))
                        .collect(Collectors.joining(",", "struct<", ">"));
            default -> type.toString();
        };
    }
}
