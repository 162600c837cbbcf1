package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Keeps the files of a table's partitions apart while they are written. */
final class Partitions {

    private final PartitionSpec spec;
    private final List<PartitionTerm> terms;

    private final Optional<StructLike> known;

    private Partitions(PartitionSpec spec, List<PartitionTerm> terms, Optional<StructLike> known) {
        this.spec = spec;
        this.terms = terms;
        this.known = known;
    }

    static Partitions of(TableDraft draft) {
        return new Partitions(draft.spec(), draft.partitionBy(), Optional.empty());
    }

    /**
     * The one partition that all rows belong to.
     *
     * @param values by the columns that the table is partitioned by, as text; none for NULL
     */
    static Partitions known(TableDraft draft, Map<String, String> values) {
        PartitionSpec spec = draft.spec();
        GenericRecord record = GenericRecord.create(spec.partitionType());
        List<PartitionTerm> terms = draft.partitionBy();
        for (int i = 0; i < terms.size(); i++) {
            Type type = spec.partitionType().fields().get(i).type();
            record.set(i, value(type, values.get(terms.get(i).column())));
        }
        return new Partitions(spec, List.of(), Optional.of(record));
    }

    /** The values of {@link #known(TableDraft, Map)}. */
    StructLike known() {
        return known.orElseThrow();
    }

    PartitionSpec spec() {
        return spec;
    }

    /** The query with a column for each partition term; these are not written to the files. */
    String added(String select) {
        if (terms.isEmpty()) {
            return select;
        }
        return IntStream.range(0, terms.size())
                .mapToObj(i -> terms.get(i).sql(Identifiers.quote(terms.get(i).column())) + " AS " + column(i))
                .collect(Collectors.joining(", ", "SELECT *, ", " FROM (" + select + ")"));
    }

    String option() {
        return terms.isEmpty()
                ? ""
                : IntStream.range(0, terms.size())
                        .mapToObj(Partitions::column)
                        .collect(Collectors.joining(", ", ", PARTITION_BY (", "), WRITE_PARTITION_COLUMNS false"));
    }

    private static String column(int number) {
        return "_ls_part_" + number;
    }

    /** The partition of a file that a row of the COPY's result describes. */
    StructLike values(ResultSet row) throws SQLException {
        if (known.isPresent()) {
            return known.get();
        }
        GenericRecord values = GenericRecord.create(spec.partitionType());
        if (!terms.isEmpty() && row.getObject("partition_keys") instanceof Map<?, ?> keys) {
            List<Types.NestedField> fields = spec.partitionType().fields();
            for (int i = 0; i < fields.size(); i++) {
                values.set(i, value(fields.get(i).type(), keys.get(column(i))));
            }
        }
        return values;
    }

    private static @Nullable Object value(Type type, @Nullable Object key) {
        if (key == null) {
            return null;
        }
        String text = key.toString();
        return switch (type.typeId()) {
            case STRING -> text;
            case BOOLEAN -> Boolean.valueOf(text);
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            // The transform day gives a number of days, a column of type DATE a date.
            case DATE -> text.indexOf('-') > 0 ? Bounds.date(type, text) : Integer.valueOf(text);
            case TIMESTAMP -> Bounds.timestamp((Types.TimestampType) type, text);
            case FLOAT -> (float) Bounds.floating(text);
            case DOUBLE -> Bounds.floating(text);
            case BINARY ->
                throw new LakesmithException(
                        ErrorCode.TYPE_UNSUPPORTED,
                        "a table cannot be partitioned by a column of type BLOB; give it another type");
            default -> Literal.of(text).to(type).value();
        };
    }
}
