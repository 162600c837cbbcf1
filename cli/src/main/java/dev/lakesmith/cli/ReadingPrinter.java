package dev.lakesmith.cli;

import dev.lakesmith.core.engine.QueryExplanation;
import dev.lakesmith.core.engine.QueryExplanation.Reading;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints what a query would read. */
final class ReadingPrinter {

    private static final List<Column> COLUMNS = List.of(
            new Column("table", "VARCHAR"),
            new Column("files", "BIGINT"),
            new Column("all_files", "BIGINT"),
            new Column("bytes", "BIGINT"),
            new Column("all_bytes", "BIGINT"),
            new Column("rows", "BIGINT"),
            new Column("all_rows", "BIGINT"),
            new Column("condition", "VARCHAR"),
            new Column("all_because", "VARCHAR"));

    private final QueryExplanation explanation;

    private ReadingPrinter(QueryExplanation explanation) {
        this.explanation = explanation;
    }

    static ReadingPrinter of(QueryExplanation explanation) {
        return new ReadingPrinter(explanation);
    }

    void print(Console console, QueryCommand.Format format) {
        switch (format) {
            case TABLE -> {
                explanation.tables().forEach(reading -> console.out().println(text(reading)));
                if (!explanation.plan().isEmpty()) {
                    console.out().println();
                    console.out().println(explanation.plan().stripTrailing());
                }
            }
            case CSV -> new CsvPrinter(console.out()).print(rows());
            case JSON -> new JsonPrinter(console.out()).print(rows());
            case PARQUET ->
                throw new LakesmithException(ErrorCode.USAGE, "--explain prints a table, csv or json, not parquet");
        }
    }

    private static String text(Reading reading) {
        String files = Quantities.count(reading.needed().files()) + " of "
                + Quantities.count(reading.all().files(), "file", "files") + ", "
                + Quantities.bytes(reading.needed().bytes()) + " of "
                + Quantities.bytes(reading.all().bytes()) + ", at most "
                + Quantities.count(reading.needed().rows(), "row", "rows");
        String condition = reading.condition().equals("true") ? "" : "\n  where " + reading.condition();
        return reading.table() + ": " + files + condition
                + (reading.why().isEmpty() ? "" : "\n  all files: " + reading.why());
    }

    private Rows rows() {
        Iterator<Reading> readings = explanation.tables().iterator();
        return new Rows(COLUMNS, () -> readings.hasNext() ? Optional.of(values(readings.next())) : Optional.empty());
    }

    private static List<@Nullable Object> values(Reading reading) {
        return List.of(
                reading.table().toString(),
                reading.needed().files(),
                reading.all().files(),
                reading.needed().bytes(),
                reading.all().bytes(),
                reading.needed().rows(),
                reading.all().rows(),
                reading.condition(),
                reading.why());
    }
}
