package dev.lakesmith.core.project;

import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.TableLayout;
import java.util.List;
import java.util.Optional;

/** The keys of a model's header that say how its table lies on storage. */
final class LayoutSpecs {

    private static final ValueType TERM = new ValueType.Text(LayoutSpecs::termComplaint);

    static final Field PARTITION_BY = Field.of("partition_by", new ValueType.Either(TERM, new ValueType.ListOf(TERM)))
            .leftOutMeans("one partition")
            .describedAs("Columns, or `year(…)`, `month(…)`, `day(…)`, `hour(…)` of one, by whose values the table's"
                    + " files are kept apart. Required for `partition`.")
            .example("[day(ordered_at), country]");

    static final Field FORMAT_VERSION = Field.number("format_version", 2, 3)
            .orElse("2")
            .describedAs("Iceberg's format version. 2 is understood by every reader; 3 keeps deleted rows in deletion"
                    + " vectors, which are cheaper.");

    private LayoutSpecs() {}

    static TableLayout read(Values header) {
        List<PartitionTerm> terms = header.texts("partition_by").stream()
                .map(PartitionTerm::parse)
                .flatMap(Optional::stream)
                .toList();
        int version = header.find("format_version", Long.class)
                .map(Long::intValue)
                .orElse(TableLayout.DEFAULT_FORMAT_VERSION);
        return new TableLayout(terms, version);
    }

    private static Optional<String> termComplaint(String text) {
        return !text.isBlank() && PartitionTerm.parse(text).isPresent()
                ? Optional.empty()
                : Optional.of("is no partition term; write a column, or year(column), month(column), day(column) or"
                        + " hour(column)");
    }
}
