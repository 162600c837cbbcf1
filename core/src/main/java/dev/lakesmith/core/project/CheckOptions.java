package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys that checks share. */
final class CheckOptions {

    static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,60}(?:\\.[0-9]{1,60})?");

    /** A number as a text, so that none of its digits is lost. */
    static final TextRule NUMERIC = text -> NUMBER.matcher(text).matches()
            ? Optional.empty()
            : Optional.of("is no number; write digits such as 10 or 2.5");

    static final Field SEVERITY = Field.word("severity", "warn", "quarantine", "fail")
            .orElse("fail")
            .describedAs("What happens to rows that do not pass: `warn` tells it, `quarantine` moves the rows aside and"
                    + " publishes the rest, `fail` publishes nothing.");
    static final Field SEVERITY_OF_TABLE = Field.word("severity", "warn", "fail")
            .orElse("fail")
            .describedAs("What happens when it does not hold: `warn` tells it, `fail` publishes nothing. The rule is"
                    + " about the table, so there are no rows to quarantine.");
    static final Field WHERE = Field.text("where")
            .describedAs("A SQL condition; only rows for which it is true are looked at.")
            .example("status = 'active'");
    static final Field NAME = Field.text("name", Names.PART)
            .leftOutMeans("column and rule")
            .describedAs("The check's name in messages and history, unique in its model.")
            .example("known_country");
    static final Field STORE_FAILURES = Field.yesNo("store_failures")
            .leftOutMeans("what the header's `store_failures` says")
            .describedAs("Whether the rows that do not pass are copied to the table"
                    + " `failures.<schema>_<table>__<check>`, which each run replaces.");
    static final ValueType TEXTS = new ValueType.ListOf(new ValueType.Text(TextRule.ANY));

    /** The header's default for every check. */
    static final Field OF_MODEL = Field.yesNo("store_failures")
            .orElse("false")
            .describedAs("Whether each check copies the rows that do not pass to a table of its own,"
                    + " `failures.<schema>_<table>__<check>`, which each run replaces.");

    private CheckOptions() {}

    /** A rule that can send rows to quarantine. */
    static ObjectSpec ofRow(String title, Field... own) {
        return ObjectSpec.of(title, own).with(SEVERITY, WHERE, NAME, STORE_FAILURES);
    }

    /** A rule that can show rows, but cannot say which of them must go. */
    static ObjectSpec ofRows(String title, Field... own) {
        return ObjectSpec.of(title, own).with(SEVERITY_OF_TABLE, WHERE, NAME, STORE_FAILURES);
    }

    /** A rule that has no rows to show. */
    static ObjectSpec ofTable(String title, Field... own) {
        return ObjectSpec.of(title, own).with(SEVERITY_OF_TABLE, WHERE, NAME);
    }

    static Severity severity(Optional<Values> options) {
        return options.flatMap(each -> each.find("severity", String.class))
                .map(word -> Severity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Severity.FAIL);
    }

    /** What the options, or else the header, say of failing rows; those in quarantine are not kept twice. */
    static Check.Failures failures(Check.Rule rule, Severity severity, Optional<Values> options, boolean byDefault) {
        boolean stored = options.flatMap(each -> each.find("store_failures", Boolean.class))
                .orElse(byDefault);
        return stored && severity != Severity.QUARANTINE && !(rule instanceof Check.Rule.OfTable)
                ? Check.Failures.STORED
                : Check.Failures.TOLD;
    }

    /** The mapping behind a key; empty when a shorter form was written. */
    static Optional<Values> behind(Values written, String word) {
        return written.elements(word).stream()
                .filter(Values.class::isInstance)
                .map(Values.class::cast)
                .findFirst();
    }

    /** The texts behind a key, or behind {@code listKey} of the mapping there. */
    static List<String> texts(Values written, String word, String listKey) {
        return behind(written, word).map(each -> each.texts(listKey)).orElseGet(() -> written.texts(word));
    }
}
