package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.NestedPlaces;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Type;

/** Where the columns of a table have lists and structures. */
final class ExistingPlaces {

    private ExistingPlaces() {}

    static NestedPlaces of(Optional<List<Column>> columns) {
        NestedPlaces places = new NestedPlaces();
        columns.stream()
                .flatMap(List::stream)
                .filter(column -> !Provenance.has(column.name()))
                .forEach(column -> add(places.field(column.name()), ColumnTypes.iceberg(column)));
        return places;
    }

    private static void add(NestedPlaces place, Type type) {
        if (type.isListType()) {
            add(place.asList(), type.asListType().elementType());
        } else if (type.isStructType()) {
            place.asObject();
            type.asStructType().fields().forEach(field -> add(place.field(field.name()), field.type()));
        }
    }
}
