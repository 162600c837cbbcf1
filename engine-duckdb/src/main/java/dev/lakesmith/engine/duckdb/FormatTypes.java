package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.RecordScanner;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.vocabulary.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The types of columns that files say themselves. */
final class FormatTypes {

    private FormatTypes() {}

    /** By lower-case name; where files differ, the type that holds the values of all. */
    static Map<String, String> of(RecordScanner scanner, List<Landed> texts) {
        Map<String, Column> columns = new HashMap<>();
        for (Landed landed : texts) {
            scanner.types(landed.text())
                    .forEach((name, type) -> columns.merge(
                            name.toLowerCase(Locale.ROOT),
                            ColumnTypes.storable(new Column(name, type)),
                            FormatTypes::both));
        }
        return columns.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .type()));
    }

    private static Column both(Column first, Column next) {
        Column wider = Widening.of(first, next);
        boolean holdsBoth = Widening.of(next, wider).type().equals(wider.type())
                || first.type().equals(next.type());
        return holdsBoth ? wider : new Column(first.name(), "VARCHAR");
    }
}
