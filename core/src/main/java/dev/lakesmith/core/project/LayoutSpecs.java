package dev.lakesmith.core.project;

import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.SortTerm;
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

    private static final ValueType SORT_TERM = new ValueType.Text(LayoutSpecs::sortComplaint);

    static final Field SORT_BY = Field.of("sort_by", new ValueType.Either(SORT_TERM, new ValueType.ListOf(SORT_TERM)))
            .leftOutMeans("rows are written as they come")
            .describedAs("Columns by which rows are put in order while they are written, so that a query for some of"
                    + " their values passes over most of the table; `desc` behind a column turns it around.")
            .example("[customer_id, ordered_at desc]");

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
        List<SortTerm> order = header.texts("sort_by").stream()
                .map(SortTerm::parse)
                .flatMap(Optional::stream)
                .toList();
        int version = header.find("format_version", Long.class)
                .map(Long::intValue)
                .orElse(TableLayout.DEFAULT_FORMAT_VERSION);
        return new TableLayout(terms, version, order);
    }

    private static Optional<String> termComplaint(String text) {
        return !text.isBlank() && PartitionTerm.parse(text).isPresent()
                ? Optional.empty()
                : Optional.of("is no partition term; write a column, or year(column), month(column), day(column) or"
                        + " hour(column)");
    }

    private static Optional<String> sortComplaint(String text) {
        return SortTerm.parse(text).isPresent()
                ? Optional.empty()
                : Optional.of("is no sort term; write a column, or a column and desc");
    }
}
