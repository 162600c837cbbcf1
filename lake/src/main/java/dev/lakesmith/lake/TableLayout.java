package dev.lakesmith.lake;

import dev.lakesmith.lake.SortTerm.Direction;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;

/**
 * How a table lies on storage.
 *
 * @param partitionBy the partition terms, such as {@code day(ordered_at)}; empty: one partition
 * @param formatVersion Iceberg's, 2 or 3
 * @param sortBy by which columns rows are put in order while they are written; empty: as they come
 */
public record TableLayout(List<PartitionTerm> partitionBy, int formatVersion, List<SortTerm> sortBy) {

    /** The version that every reader understands. */
    public static final int DEFAULT_FORMAT_VERSION = 2;

    /** One partition in the default format. */
    public static final TableLayout PLAIN = new TableLayout(List.of(), DEFAULT_FORMAT_VERSION, List.of());

    public TableLayout {
        partitionBy = List.copyOf(partitionBy);
        sortBy = List.copyOf(sortBy);
    }

    /** Whether data files written for this layout may stay with the other; the order of rows in them is no matter. */
    public boolean keepsFilesAs(TableLayout other) {
        return formatVersion == other.formatVersion && terms(partitionBy).equals(terms(other.partitionBy));
    }

    private static List<String> terms(List<PartitionTerm> partitionBy) {
        return partitionBy.stream()
                .map(term -> term.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    PartitionSpec spec(Schema schema) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        for (PartitionTerm term : partitionBy) {
            String column = schema.caseInsensitiveFindField(term.column()).name();
            switch (term.transform()) {
                case IDENTITY -> spec.identity(column);
                case YEAR -> spec.year(column, free(column + "_year", schema));
                case MONTH -> spec.month(column, free(column + "_month", schema));
                case DAY -> spec.day(column, free(column + "_day", schema));
                case HOUR -> spec.hour(column, free(column + "_hour", schema));
            }
        }
        return spec.build();
    }

    /** Iceberg wants partitions to be called otherwise than columns. */
    private static String free(String name, Schema schema) {
        return schema.caseInsensitiveFindField(name) == null ? name : free(name + "_partition", schema);
    }

    SortOrder order(Schema schema) {
        SortOrder.Builder order = SortOrder.builderFor(schema);
        for (SortTerm term : sortBy) {
            String column = schema.caseInsensitiveFindField(term.column()).name();
            switch (term.direction()) {
                case ASC -> order.asc(column, NullOrder.NULLS_LAST);
                case DESC -> order.desc(column, NullOrder.NULLS_LAST);
            }
        }
        return order.build();
    }

    /** The layout that a table has. */
    static TableLayout of(TableMetadata table) {
        return new TableLayout(terms(table.spec()), table.formatVersion(), terms(table.sortOrder()));
    }

    /** Another program may have put anything in the order; what comes after a term unknown here is left out. */
    private static List<SortTerm> terms(SortOrder order) {
        return order.fields().stream()
                .takeWhile(field -> field.transform().isIdentity())
                .map(field -> new SortTerm(
                        order.schema().findColumnName(field.sourceId()),
                        field.direction() == SortDirection.ASC ? Direction.ASC : Direction.DESC))
                .toList();
    }

    private static List<PartitionTerm> terms(PartitionSpec spec) {
        Schema schema = spec.schema();
        return spec.fields().stream()
                .map(field -> field.transform().isIdentity()
                        ? schema.findColumnName(field.sourceId())
                        : field.transform() + "(" + schema.findColumnName(field.sourceId()) + ")")
                .map(text -> PartitionTerm.parse(text)
                        .orElseThrow(() -> new LakesmithException(
                                ErrorCode.LAKE_UNREADABLE,
                                "the table is partitioned by " + text + ", which another program chose and this one"
                                        + " cannot write")))
                .toList();
    }
}
