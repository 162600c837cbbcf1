package dev.lakesmith.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;

/**
 * Data files that a table knows without having written them. They have no field ids, so that the table's name mapping
 * tells readers which column is which; columns that they lack and the table is partitioned by are the same in all of
 * their rows.
 */
final class RegisteredFiles {

    /** The table property that all readers of Iceberg look at. */
    static final String NAME_MAPPING = "schema.name-mapping.default";

    private RegisteredFiles() {}

    static boolean isRegistered(TableMetadata table, String dataFile) {
        return table.properties().containsKey(NAME_MAPPING) && !dataFile.startsWith(table.location() + "/");
    }

    static String nameMapping(Schema schema) {
        return NameMappingParser.toJson(MappingUtil.create(schema));
    }

    static Map<Integer, Optional<String>> partitionValues(PartitionSpec spec, StructLike partition) {
        Map<Integer, Optional<String>> values = new HashMap<>();
        List<PartitionField> fields = spec.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).transform().isIdentity()) {
                Type type = spec.schema().findType(fields.get(i).sourceId());
                Object value = partition.get(i, Object.class);
                values.put(fields.get(i).sourceId(), Optional.ofNullable(value).map(each -> human(type, each)));
            }
        }
        return values;
    }

    /** ISO 8601 has years after 9999 begin with a plus, which engines read in dates and not in moments. */
    private static String human(Type type, Object value) {
        String text = Transforms.identity().toHumanString(type, value);
        return type.typeId() == Type.TypeID.TIMESTAMP && text.startsWith("+") ? text.substring(1) : text;
    }
}
