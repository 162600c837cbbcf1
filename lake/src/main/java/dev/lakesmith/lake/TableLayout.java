package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;

/**
 * How a table lies on storage.
 *
 * @param partitionBy the partition terms, such as {@code day(ordered_at)}; empty: one partition
 * @param formatVersion Iceberg's, 2 or 3
 */
public record TableLayout(List<PartitionTerm> partitionBy, int formatVersion) {

    /** The version that every reader understands. */
    public static final int DEFAULT_FORMAT_VERSION = 2;

    /** One partition in the default format. */
    public static final TableLayout PLAIN = new TableLayout(List.of(), DEFAULT_FORMAT_VERSION);

    public TableLayout {
        partitionBy = List.copyOf(partitionBy);
    }

    PartitionSpec spec(Schema schema) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        for (PartitionTerm term : partitionBy) {
            String column = schema.caseInsensitiveFindField(term.column()).name();
            switch (term.transform()) {
                case IDENTITY -> spec.identity(column);
                case YEAR -> spec.year(column);
                case MONTH -> spec.month(column);
                case DAY -> spec.day(column);
                case HOUR -> spec.hour(column);
            }
        }
        return spec.build();
    }

    /** The layout that a table has. */
    static TableLayout of(PartitionSpec spec, int formatVersion) {
        Schema schema = spec.schema();
        List<PartitionTerm> terms = spec.fields().stream()
                .map(field -> field.transform().isIdentity()
                        ? schema.findColumnName(field.sourceId())
                        : field.transform() + "(" + schema.findColumnName(field.sourceId()) + ")")
                .map(text -> PartitionTerm.parse(text)
                        .orElseThrow(() -> new LakesmithException(
                                ErrorCode.LAKE_UNREADABLE,
                                "the table is partitioned by " + text + ", which another program chose and this one"
                                        + " cannot write")))
                .toList();
        return new TableLayout(terms, formatVersion);
    }
}
