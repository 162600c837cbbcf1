package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Deletes;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.SortTerm;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Holds a header's partitions and deletes against the columns its query gives. */
final class ChangeChecks {

    private static final Set<String> MOMENTS = Set.of("TIMESTAMP", "TIMESTAMP WITH TIME ZONE");
    private static final Set<String> NO_IDENTITY =
            Set.of("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "FLOAT", "DOUBLE", "BLOB", "TIME", "UUID");

    private final Model model;
    private final Supplier<HeaderPlaces> places;
    private final List<Column> columns;
    private final HeaderChecks.Surroundings surroundings;
    private final List<Diagnostic> found = new ArrayList<>();

    ChangeChecks(
            Model model, Supplier<HeaderPlaces> places, List<Column> columns, HeaderChecks.Surroundings surroundings) {
        this.model = model;
        this.places = places;
        this.columns = columns;
        this.surroundings = surroundings;
    }

    List<Diagnostic> run() {
        model.layout().partitionBy().forEach(this::term);
        differentTerms();
        model.layout().sortBy().forEach(this::sortTerm);
        model.deletes().when().ifPresent(this::condition);
        if (model.deletes().missing() == Deletes.Missing.REMOVED) {
            extracts();
        }
        return found;
    }

    private Optional<Column> column(String key, String name) {
        Optional<Column> column = columns.stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst();
        if (column.isEmpty()) {
            List<String> names = columns.stream().map(Column::name).toList();
            add(
                    key,
                    ErrorCode.SQL_BINDING,
                    key + " names '" + name + "', which the query does not give" + Nearest.hint(name, names)
                            + "; it gives " + names);
        }
        return column;
    }

    private void sortTerm(SortTerm term) {
        Optional<String> type = column("sort_by", term.column()).map(Column::type);
        if (type.filter(text -> text.endsWith("]") || text.startsWith("STRUCT") || text.startsWith("MAP"))
                .isPresent()) {
            add(
                    "sort_by",
                    ErrorCode.VALUE_INVALID,
                    "sort_by: " + term.column() + " has the type " + type.get() + ", which has no order; name a column"
                            + " of single values");
        }
    }

    private void term(PartitionTerm term) {
        Optional<Column> column = column("partition_by", term.column());
        if (column.isEmpty()) {
            return;
        }
        String type = column.get().type();
        boolean fits =
                switch (term.transform()) {
                    case IDENTITY -> !NO_IDENTITY.contains(type) && type.indexOf('(') < 0 && !type.endsWith("[]");
                    case YEAR, MONTH, DAY -> type.equals("DATE") || MOMENTS.contains(type);
                    case HOUR -> MOMENTS.contains(type);
                };
        boolean decimal = term.transform() == PartitionTerm.Transform.IDENTITY && type.startsWith("DECIMAL(");
        if (!fits && !decimal) {
            add(
                    "partition_by",
                    ErrorCode.VALUE_INVALID,
                    "partition_by: " + term + " does not fit the type " + type
                            + "; a date or timestamp can be taken by year(…), month(…) or day(…), a timestamp by"
                            + " hour(…), and texts, integers, decimals, booleans and dates as they are");
        }
    }

    /** Iceberg takes a column once as it is and once by time. */
    private void differentTerms() {
        Map<String, PartitionTerm> seen = new HashMap<>();
        for (PartitionTerm term : model.layout().partitionBy()) {
            boolean asItIs = term.transform() == PartitionTerm.Transform.IDENTITY;
            String kind = (asItIs ? "as it is " : "by time ") + term.column().toLowerCase(Locale.ROOT);
            PartitionTerm first = seen.putIfAbsent(kind, term);
            if (first != null) {
                add(
                        "partition_by",
                        ErrorCode.VALUE_INVALID,
                        "partition_by: " + first + " and " + term
                                + (asItIs
                                        ? " are the same; write it once"
                                        : " take the same column by time; write the finer of them alone"));
            }
        }
    }

    private void condition(String when) {
        try {
            Query query = surroundings
                    .sql()
                    .parse("SELECT CAST((" + when + "\n) AS BOOLEAN) AS gone FROM this", ParseOption.ALLOW_THIS);
            surroundings.sql().declare(TableReference.THIS, VersionColumns.given(columns, model));
            surroundings.sql().columns(query, surroundings.parameterTypes());
        } catch (SqlException e) {
            add("delete_when", e.code(), "delete_when: " + e.message());
        }
    }

    private void extracts() {
        boolean ofBronze = surroundings.sql().parse(model.sql()).shape() instanceof Shape.Simple simple
                && simple.table().schema().equals("bronze");
        if (!ofBronze) {
            add(
                    "deletes",
                    ErrorCode.VALUE_INVALID,
                    "'deletes: keys' needs a query that takes single rows of one bronze table, because its batches are"
                            + " the extracts; make such a model first and let this one read it");
        }
    }

    private void add(String key, ErrorCode code, String message) {
        found.add(new Diagnostic(code, places.get().key(key), message));
    }
}
