package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rules about whole rows and whole tables: how they are written, and what they become. */
final class TableCheckSpecs {

    /** The rules whose options stand inside the mapping behind their key. */
    static final List<String> WORDS =
            List.of("unique", "grain", "row_count", "freshness", "schema_unchanged", "no_overlap", "compare");

    private static final Field COLUMNS = Field.textOrTexts("columns")
            .required()
            .describedAs("The columns whose values together occur once.")
            .example("[order_id, line]");
    private static final ObjectSpec UNIQUE = CheckOptions.ofRow("unique check", COLUMNS);
    private static final ObjectSpec GRAIN = CheckOptions.ofRow("grain check", COLUMNS);
    private static final ObjectSpec FRESHNESS = CheckOptions.ofTable(
            "freshness check",
            Field.text("column")
                    .required()
                    .describedAs("A column of type DATE or TIMESTAMP; times without a zone are UTC.")
                    .example("updated_at"),
            Field.duration("max_age")
                    .required()
                    .describedAs("How old the newest value may be.")
                    .example("36h"));
    private static final ObjectSpec SCHEMA_UNCHANGED =
            ObjectSpec.of("schema_unchanged check", CheckOptions.SEVERITY_OF_TABLE, CheckOptions.NAME);
    private static final ObjectSpec NO_OVERLAP = CheckOptions.ofRows(
            "no_overlap check",
            Field.textOrTexts("key")
                    .required()
                    .describedAs("The columns whose rows follow each other in time.")
                    .example("customer_id"),
            Field.text("from")
                    .required()
                    .describedAs("Where an interval begins.")
                    .example("valid_from"),
            Field.text("to")
                    .required()
                    .describedAs("Where it ends; that moment is not part of it. NULL is an open end.")
                    .example("valid_to"));
    private static final ObjectSpec COMPARE = CheckOptions.ofRows(
            "compare check",
            Field.text("to", Names.TABLE)
                    .required()
                    .describedAs("The table that must hold the same rows.")
                    .example("gold.sales_old"),
            Field.textOrTexts("except")
                    .leftOutMeans("every column is compared")
                    .describedAs("Columns that are not compared.")
                    .example("[loaded_at]"),
            Field.textOrTexts("key")
                    .leftOutMeans("a changed row counts as one missing and one extra")
                    .describedAs("The columns that tell which rows belong together.")
                    .example("order_id"));

    private static final ObjectSpec SPEC = ObjectSpec.of(
                    "table check",
                    Field.of("unique", new ValueType.Either(CheckOptions.TEXTS, new ValueType.Nested(UNIQUE)))
                            .describedAs("No two rows have the same values in these columns; rows with NULL in one of"
                                    + " them are left out.")
                            .example("[order_id, line]"),
                    Field.of("grain", new ValueType.Either(CheckOptions.TEXTS, new ValueType.Nested(GRAIN)))
                            .describedAs("These columns identify a row: none is NULL, and no two rows share them.")
                            .example("[order_id, line]"),
                    MeasureSpecs.ROW_COUNT,
                    Field.object("freshness", FRESHNESS)
                            .describedAs("The newest value of a time column is recent enough.")
                            .example("{ column: updated_at, max_age: 36h }"),
                    Field.object("schema_unchanged", SCHEMA_UNCHANGED)
                            .describedAs("The columns and their types are those of the published table."),
                    Field.object("no_overlap", NO_OVERLAP)
                            .describedAs("The intervals of one key do not overlap.")
                            .example("{ key: customer_id, from: valid_from, to: valid_to }"),
                    Field.object("compare", COMPARE)
                            .describedAs("The table holds the same rows as another.")
                            .example("{ to: gold.sales_old, key: order_id }"),
                    Field.text("sql")
                            .describedAs("A SELECT that returns the rows that fail; it may read `this`, the staged"
                                    + " table, and every table of the lake.")
                            .example("SELECT * FROM this WHERE amount < 0"),
                    Field.text("name", Names.PART)
                            .leftOutMeans("sql and a number")
                            .describedAs("Beside `sql`: the check's name."),
                    Field.word("severity", "warn", "fail")
                            .leftOutMeans("fail")
                            .describedAs("Beside `sql`: what happens when rows come back."),
                    Field.yesNo("store_failures")
                            .leftOutMeans("what the header's `store_failures` says")
                            .describedAs("Beside `sql`: whether the rows are copied to a table of their own."))
            .exactlyOne("unique", "grain", "row_count", "freshness", "schema_unchanged", "no_overlap", "compare", "sql")
            .describedAs("A rule about whole rows or the whole table.");

    /** The key of a table's checks. */
    static final Field FIELD = Field.of(
                    "checks",
                    new ValueType.ListOf(new ValueType.Either(
                            new ValueType.Words(List.of("schema_unchanged")), new ValueType.Nested(SPEC))))
            .describedAs("Rules about whole rows or the whole table: a word, or a mapping with one key.")
            .example("[{ grain: [order_id, line] }, { row_count: { min: 1 } }]");

    private final Diagnostics diagnostics;

    TableCheckSpecs(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** A rule with the name its check has when it is given none. */
    record Named(Rule rule, String name) {}

    /** The rule behind a word; empty when it is none, which is told. */
    Optional<Named> rule(String word, Values written) {
        Optional<Values> options = CheckOptions.behind(written, word);
        return switch (word) {
            case "unique" ->
                columns(word, written)
                        .map(columns -> new Named(new Rule.Unique(columns), String.join("_", columns) + "_unique"));
            case "grain" ->
                columns(word, written)
                        .map(columns -> new Named(new Rule.Grain(columns), String.join("_", columns) + "_grain"));
            case "row_count" ->
                options.flatMap(each -> new MeasureSpecs(diagnostics).rule(word, Optional.empty(), each))
                        .map(rule -> new Named(rule, word));
            case "freshness" -> options.flatMap(TableCheckSpecs::freshness);
            case "no_overlap" -> options.flatMap(TableCheckSpecs::noOverlap);
            case "compare" -> options.flatMap(TableCheckSpecs::compare);
            default -> Optional.of(schemaUnchanged());
        };
    }

    static Named schemaUnchanged() {
        return new Named(new Rule.SchemaUnchanged(), "schema_unchanged");
    }

    private Optional<List<String>> columns(String word, Values written) {
        List<String> columns = CheckOptions.texts(written, word, "columns");
        if (columns.isEmpty()) {
            // What could not be read, and an empty list behind the key 'columns', was told while it was read.
            if (written.find(word, Object.class).isPresent()
                    && CheckOptions.behind(written, word).isEmpty()) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        written.place(word),
                        "'" + word + "' is empty; name at least one column");
            }
            return Optional.empty();
        }
        return Optional.of(columns);
    }

    private static Optional<Named> freshness(Values options) {
        return options.find("column", String.class).flatMap(column -> options.find("max_age", Duration.class)
                .map(age -> new Named(new Rule.Freshness(column, age), column + "_freshness")));
    }

    private static Optional<Named> noOverlap(Values options) {
        List<String> key = options.texts("key");
        Optional<String> from = options.find("from", String.class);
        Optional<String> to = options.find("to", String.class);
        return key.isEmpty() || from.isEmpty() || to.isEmpty()
                ? Optional.empty()
                : Optional.of(new Named(
                        new Rule.NoOverlap(key, from.get(), to.get()), String.join("_", key) + "_no_overlap"));
    }

    private static Optional<Named> compare(Values options) {
        return options.find("to", String.class)
                .map(TableName::parse)
                .map(to -> new Named(
                        new Rule.Compare(to, options.texts("except"), options.texts("key")),
                        "compare_" + to.schema() + "_" + to.name()));
    }
}
