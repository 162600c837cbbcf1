package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.util.Optional;

/** Which tables of other engines our names can say: those of one schema, without dots in their names. */
final class ForeignNames {

    private ForeignNames() {}

    static Optional<TableName> tableName(String schema, String name) {
        return isName(schema) && isName(name) ? Optional.of(new TableName(schema, name)) : Optional.empty();
    }

    static boolean isName(String part) {
        return !part.isBlank() && part.indexOf('.') < 0;
    }
}
