package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks of a model's header: how they are written, and what they become. */
final class CheckSpecs {

    private static final ObjectSpec OPTIONS = CheckOptions.ofRow("check options");
    private static final ObjectSpec ACCEPTED_VALUES = CheckOptions.ofRow(
            "accepted_values check",
            Field.of("values", CheckOptions.TEXTS).required().describedAs("The values allowed, compared as text."));
    private static final ObjectSpec MATCHES = CheckOptions.ofRow(
            "matches check",
            Field.text("pattern", RegexRule.RULE)
                    .required()
                    .describedAs("A regular expression (RE2) for the whole text.")
                    .example("'.+@.+'"));
    private static final ObjectSpec BETWEEN = CheckOptions.ofRow(
            "between check",
            Field.text("min").leftOutMeans("no lower bound").describedAs("The lowest value allowed."),
            Field.text("max").leftOutMeans("no upper bound").describedAs("The highest value allowed."));
    private static final ObjectSpec RELATIONSHIPS = CheckOptions.ofRow(
            "relationships check",
            Field.text("to", Names.TABLE)
                    .required()
                    .describedAs("The table whose column holds every value.")
                    .example("silver.customers"),
            Field.text("field").required().describedAs("That table's column.").example("customer_id"));

    private static final ObjectSpec COLUMN_CHECK = ObjectSpec.of(
                    "column check",
                    Field.object("not_null", OPTIONS).describedAs("The column has no NULL."),
                    Field.object("unique", OPTIONS)
                            .describedAs("No two rows have the same value; rows with NULL are left out."),
                    Field.of(
                                    "accepted_values",
                                    new ValueType.Either(CheckOptions.TEXTS, new ValueType.Nested(ACCEPTED_VALUES)))
                            .describedAs("The column holds only these values.")
                            .example("[new, paid, sent]"),
                    Field.of(
                                    "matches",
                                    new ValueType.Either(
                                            new ValueType.Text(RegexRule.RULE), new ValueType.Nested(MATCHES)))
                            .describedAs("The whole text matches a regular expression (RE2).")
                            .example("'.+@.+'"),
                    Field.object("between", BETWEEN)
                            .describedAs("The column lies between two bounds, both included.")
                            .example("{ min: 0, max: 10 }"),
                    Field.object("relationships", RELATIONSHIPS)
                            .describedAs("Every value occurs in another table's column.")
                            .example("{ to: silver.customers, field: customer_id }"))
            .with(MeasureSpecs.COLUMN_FIELDS)
            .exactlyOne(
                    "not_null",
                    "unique",
                    "accepted_values",
                    "matches",
                    "between",
                    "relationships",
                    "sum",
                    "avg",
                    "min",
                    "max")
            .describedAs("A rule about one column. NULL passes every rule but `not_null`.");

    /** The key of a column's checks. */
    static final Field OF_COLUMN = Field.of(
                    "checks",
                    new ValueType.ListOf(new ValueType.Either(
                            new ValueType.Words(List.of("not_null", "unique")), new ValueType.Nested(COLUMN_CHECK))))
            .describedAs("Rules about the column: a word, or a mapping with one key.")
            .example("[not_null, unique]");

    private final Diagnostics diagnostics;
    private final boolean storesFailures;
    private final List<Check> checks = new ArrayList<>();
    private final Map<String, Place> names = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();

    /** Checks of one header. */
    CheckSpecs(Values header, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.storesFailures = header.find("store_failures", Boolean.class).orElse(false);
    }

    /** Every check added so far, in their order. */
    List<Check> checks() {
        return List.copyOf(checks);
    }

    /** Where each check stands, by its name. */
    Map<String, Place> places() {
        return Map.copyOf(places);
    }

    void addOfColumn(String column, Values values) {
        List<Object> elements = values.elements("checks");
        for (int i = 0; i < elements.size(); i++) {
            Place place = i < values.elementPlaces("checks").size()
                    ? values.elementPlaces("checks").get(i)
                    : values.place("checks");
            if (elements.get(i) instanceof Values written) {
                written.keys().forEach(word -> addOfColumn(column, word, written));
            } else {
                String word = String.valueOf(elements.get(i));
                add(simple(column, word), column + "_" + word, Optional.empty(), place);
            }
        }
    }

    void addOfTable(Values header) {
        List<Object> elements = header.elements("checks");
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof Values written) {
                addOne(written);
            } else {
                TableCheckSpecs.Named named = TableCheckSpecs.schemaUnchanged();
                add(
                        named.rule(),
                        named.name(),
                        Optional.empty(),
                        header.elementPlaces("checks").get(i));
            }
        }
    }

    private void addOne(Values written) {
        written.find("sql", String.class).ifPresent(query -> addSql(query, written));
        for (String word : TableCheckSpecs.WORDS) {
            if (written.keys().contains(word)) {
                refuseBeside(word, written);
                new TableCheckSpecs(diagnostics)
                        .rule(word, written)
                        .ifPresent(named -> add(
                                named.rule(), named.name(), CheckOptions.behind(written, word), written.place(word)));
            }
        }
    }

    private void refuseBeside(String word, Values written) {
        for (String key : List.of("name", "severity", "store_failures")) {
            if (written.keys().contains(key)) {
                diagnostics.add(
                        ErrorCode.KEY_UNKNOWN,
                        written.keyPlace(key),
                        "'" + key + "' stands beside '" + word + "'; write it inside: " + word + ": { …, " + key
                                + ": … }");
            }
        }
    }

    private void addOfColumn(String column, String word, Values written) {
        Optional<Values> options = CheckOptions.behind(written, word);
        Place place = written.place(word);
        Optional<Rule> rule =
                switch (word) {
                    case "accepted_values" -> acceptedValues(column, written, options);
                    case "matches" ->
                        options.map(each -> each.find("pattern", String.class))
                                .orElseGet(() -> written.find(word, String.class))
                                .map(pattern -> new Rule.Matches(column, pattern));
                    case "between" -> options.flatMap(each -> between(column, each));
                    case "relationships" -> options.flatMap(each -> relationships(column, each));
                    case "sum", "avg", "min", "max" ->
                        options.flatMap(each -> new MeasureSpecs(diagnostics).rule(word, Optional.of(column), each));
                    default -> Optional.of(simple(column, word));
                };
        rule.ifPresent(sound -> add(sound, column + "_" + word, options, place));
    }

    private static Rule simple(String column, String word) {
        return "unique".equals(word) ? new Rule.Unique(List.of(column)) : new Rule.NotNull(column);
    }

    private Optional<Rule> acceptedValues(String column, Values written, Optional<Values> options) {
        List<String> accepted =
                options.map(each -> each.texts("values")).orElseGet(() -> written.texts("accepted_values"));
        if (accepted.isEmpty()) {
            // An empty list behind the key 'values' was told while it was read.
            if (options.isEmpty()) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        written.place("accepted_values"),
                        "'accepted_values' is empty; no row could pass, so name at least one value");
            }
            return Optional.empty();
        }
        return Optional.of(new Rule.AcceptedValues(column, accepted));
    }

    private Optional<Rule> between(String column, Values options) {
        Optional<String> min = options.find("min", String.class);
        Optional<String> max = options.find("max", String.class);
        if (!options.keys().contains("min") && !options.keys().contains("max")) {
            diagnostics.add(ErrorCode.KEY_MISSING, options.place(), "'between' needs min, max or both");
            return Optional.empty();
        }
        boolean numbers = min.isPresent()
                && max.isPresent()
                && CheckOptions.NUMBER.matcher(min.get()).matches()
                && CheckOptions.NUMBER.matcher(max.get()).matches();
        if (numbers && new BigDecimal(min.get()).compareTo(new BigDecimal(max.get())) > 0) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    options.place("min"),
                    "'min' " + min.get() + " is above 'max' " + max.get() + "; no row could pass");
        }
        return Optional.of(new Rule.Between(column, min, max));
    }

    private static Optional<Rule> relationships(String column, Values options) {
        return options.find("to", String.class).flatMap(to -> options.find("field", String.class)
                .map(field -> new Rule.Relationships(column, TableName.parse(to), field)));
    }

    private void addSql(String query, Values written) {
        add(new Rule.Sql(query), "sql_" + (checks.size() + 1), Optional.of(written), written.place("sql"));
    }

    private void add(Rule rule, String defaultName, Optional<Values> options, Place place) {
        Optional<String> given = options.flatMap(each -> each.find("name", String.class));
        Severity severity = CheckOptions.severity(options);
        Optional<String> where =
                rule instanceof Rule.Sql ? Optional.empty() : options.flatMap(each -> each.find("where", String.class));
        String name = given.orElse(defaultName);
        Place at = given.isPresent() ? options.orElseThrow().place("name") : place;
        Place first = names.putIfAbsent(name, at);
        if (first != null) {
            diagnostics.add(
                    ErrorCode.KEY_DUPLICATE,
                    at,
                    "two checks are named '" + name + "'; the first is at " + first
                            + "; give one of them another name");
        }
        places.putIfAbsent(name, place);
        if (severity == Severity.QUARANTINE
                && options.flatMap(each -> each.find("store_failures", Boolean.class))
                        .orElse(false)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    options.orElseThrow().place("store_failures"),
                    "'store_failures' has no meaning with 'severity: quarantine': the rows are kept in quarantine;"
                            + " remove it");
        }
        checks.add(
                new Check(name, rule, severity, where, CheckOptions.failures(rule, severity, options, storesFailures)));
    }
}
