package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Missing;
import dev.lakesmith.core.contract.Missing.Answer;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Versioning;
import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.functions.FunctionKeys;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What decides which rows a model's table holds: its query, and the part of its header that changes the result. SQL
 * counts as it is parsed, names in any case, sets in any order.
 */
final class Definition {

    private final Model model;
    private final Query query;
    private final SqlAnalyzer sql;
    private final Set<String> parametersUsed = new TreeSet<>();
    private final Set<String> secretsUsed = new TreeSet<>();

    private Definition(Model model, Query query, SqlAnalyzer sql) {
        this.model = model;
        this.query = query;
        this.sql = sql;
    }

    /** A text that changes when the definition does. */
    static String fingerprint(Model model, Query query, Project project, SqlAnalyzer sql) {
        return new Definition(model, query, sql).fingerprint(project.parameters(), project.keys());
    }

    private String fingerprint(List<Parameter> parameters, FunctionKeys keys) {
        query.parameters().forEach(use -> parametersUsed.add(use.name()));
        secretsUsed.addAll(query.secrets());
        List<String> parts = new ArrayList<>();
        parts.add(query.fingerprint());
        parts.add(model.materialization().name());
        parts.add(set(model.uniqueKey().stream().map(Definition::folded)));
        parts.add(model.latestBy().map(Definition::folded).orElse(""));
        parts.add(set(model.changesOf().stream().map(TableName::toString)));
        parts.add(model.deletes().when().map(this::condition).orElse(""));
        parts.add(model.deletes().missing().name());
        parts.add(model.versioning().map(Definition::versioning).orElse(""));
        parts.add(folded(model.layout().partitionBy().toString()));
        parts.add(Integer.toString(model.layout().formatVersion()));
        parts.add(set(model.columns().stream().map(this::column).filter(text -> !text.isEmpty())));
        parts.add(set(deciding(model).stream().map(this::check)));
        // Last: only now is known which parameters the header uses.
        parts.add(set(parameters.stream()
                .filter(parameter -> parametersUsed.contains(parameter.name()))
                .map(parameter -> parameter.name() + " " + type(parameter.type()) + "="
                        + parameter.value().orElse(""))));
        // Another key gives other values; the key itself is told to nobody.
        secretsUsed.forEach(name -> parts.add(
                name + "=" + keys.find(name).map(FunctionKeys.Key::fingerprint).orElse("")));
        return StreamFingerprint.sha256(joined(parts));
    }

    private static String versioning(Versioning versioning) {
        String change = versioning.change() instanceof Change.Compared compared
                ? set(compared.columns().stream().map(Definition::folded))
                : folded(versioning.change().toString());
        return joined(List.of(change, versioning.hardDeletes().name()));
    }

    /**
     * The checks that decide which rows there are; the others are made again by themselves when they change. A view
     * keeps no record of those that it passed, so all count.
     */
    private static Collection<Check> deciding(Model model) {
        return model.checks().stream()
                .filter(check ->
                        check.severity() == Severity.QUARANTINE || model.materialization() == Materialization.VIEW)
                .toList();
    }

    /** Empty when the contract changes nothing. */
    private String column(ColumnContract column) {
        String type = column.type().map(this::type).orElse("");
        String missing = column.missing().equals(Missing.KEPT) ? "" : missing(column.missing());
        return type.isEmpty() && missing.isEmpty() ? "" : joined(List.of(folded(column.name()), type, missing));
    }

    private String missing(Missing missing) {
        String answer = missing.answer() instanceof Answer.Expression expression
                ? parsed("SELECT (" + expression.sql() + "\n) AS fill FROM this")
                : missing.answer().toString();
        return joined(List.of(answer, missing.emptyText().name()));
    }

    /** What a check is called, and what else becomes of the rows it finds, leaves the table as it is. */
    private String check(Check check) {
        return joined(List.of(
                check.severity().name(),
                rule(check.rule()),
                check.where().map(this::condition).orElse("")));
    }

    private String rule(Rule rule) {
        if (rule instanceof Rule.NotNull each) {
            return joined(List.of("not_null", folded(each.column())));
        } else if (rule instanceof Rule.Unique each) {
            return joined(List.of("unique", set(each.columns().stream().map(Definition::folded))));
        } else if (rule instanceof Rule.Grain each) {
            return joined(List.of("grain", set(each.columns().stream().map(Definition::folded))));
        } else if (rule instanceof Rule.AcceptedValues each) {
            return joined(List.of("accepted_values", folded(each.column()), set(each.values().stream())));
        } else if (rule instanceof Rule.Matches each) {
            return joined(List.of("matches", folded(each.column()), each.pattern()));
        } else if (rule instanceof Rule.Sql each) {
            return joined(List.of("sql", parsed(each.query())));
        }
        // Whatever is written differently counts.
        return rule.toString();
    }

    private String condition(String text) {
        return parsed("SELECT * FROM this WHERE (" + text + "\n)");
    }

    private String parsed(String text) {
        try {
            Query parsed = sql.parse(text, ParseOption.ALLOW_THIS);
            parsed.parameters().forEach(use -> parametersUsed.add(use.name()));
            secretsUsed.addAll(parsed.secrets());
            return parsed.fingerprint();
        } catch (SqlException e) {
            // Told with its place when the header is checked against the query; until then any change counts.
            return text;
        }
    }

    private String type(String written) {
        try {
            return sql.canonicalType(written);
        } catch (SqlException e) {
            return written;
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String set(Stream<String> elements) {
        return joined(elements.sorted().toList());
    }

    /** Lengths keep apart what commas would not. */
    private static String joined(List<String> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(
                part -> text.append(part.length()).append(':').append(part).append(','));
        return text.toString();
    }
}
