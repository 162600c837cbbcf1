package dev.lakesmith.core.project;

import dev.lakesmith.core.role.Role;
import dev.lakesmith.core.role.Role.Survival;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The header keys that bring records of several sources together. */
final class ConformSpecs {

    private static final ValueType TEXT = new ValueType.Text(TextRule.NOT_BLANK);
    private static final List<String> WORDS = List.of("latest", "longest", "most_frequent");
    private static final ObjectSpec PREFER = ObjectSpec.of(
                    "preferred sources",
                    Field.textOrTexts("prefer")
                            .required()
                            .describedAs("Sources, the most trusted first; a source that is not named comes last.")
                            .example("[crm, shop]"))
            .describedAs("The value of the first of these sources that has one survives.");

    /** The key {@code conform}. */
    static final Field CONFORM = Field.object(
                    "conform",
                    ObjectSpec.of(
                                    "conform",
                                    Field.text("key")
                                            .required()
                                            .describedAs("The column that gets the identity's key, a BIGINT.")
                                            .example("person_key"),
                                    Field.textOrTexts("record")
                                            .required()
                                            .describedAs("The columns of the query that identify a record.")
                                            .example("[source, id]"),
                                    Field.of(
                                                    "match",
                                                    new ValueType.MapOf(
                                                            "rule name",
                                                            Names.PART,
                                                            new ValueType.Either(TEXT, new ValueType.ListOf(TEXT))))
                                            .required()
                                            .describedAs("Rules by name, the most trusted first: a SQL expression, or"
                                                    + " several that must all be equal. A value that is NULL or empty"
                                                    + " matches nothing.")
                                            .example("{ email: lower(trim(email)), phone_and_name: [phone,"
                                                    + " lower(last_name)] }"),
                                    Field.number("at_most", 2, 1_000_000)
                                            .orElse("100")
                                            .describedAs("How many records one identity may have; more fail the run,"
                                                    + " since a rule then matches what it should not."))
                            .describedAs("Records that belong together."))
            .describedAs("Gives records that belong to one person, company or thing the same key, and keeps it.")
            .example("{ key: person_key, record: [source, id], match: { email: lower(email) } }");

    /** The key {@code survive}. */
    static final Field SURVIVE = Field.object(
                    "survive",
                    ObjectSpec.of(
                                    "survive",
                                    Field.text("key")
                                            .required()
                                            .describedAs("The column by which rows belong together.")
                                            .example("person_key"),
                                    Field.text("source")
                                            .describedAs("The column with the name of a row's source, for `prefer`.")
                                            .example("source"),
                                    Field.text("latest")
                                            .leftOutMeans("the greatest value counts as the latest")
                                            .describedAs("The column with the moment of a row.")
                                            .example("updated_at"),
                                    Field.of(
                                                    "columns",
                                                    new ValueType.MapOf(
                                                            "column",
                                                            TextRule.NOT_BLANK,
                                                            new ValueType.Either(
                                                                    new ValueType.Words(WORDS),
                                                                    new ValueType.Nested(PREFER))))
                                            .leftOutMeans("every column survives by `latest`")
                                            .describedAs("Which value of a column survives: that of the `latest` row,"
                                                    + " the `longest`, the `most_frequent`, or that of preferred"
                                                    + " sources.")
                                            .example("{ name: longest, email: { prefer: [crm, shop] } }"))
                            .describedAs("One row of several."))
            .describedAs("Makes one row of all rows with the same key; NULL never survives beside a value.")
            .example("{ key: person_key, latest: updated_at }");

    private ConformSpecs() {}

    static Role conformed(Values values, Diagnostics diagnostics) {
        List<Role.MatchRule> rules = new ArrayList<>();
        values.find("match", Values.class).ifPresent(match -> match.keys().forEach(name -> {
            if (match.texts(name).isEmpty() && match.find(name, Object.class).isPresent()) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        match.place(name),
                        "the rule '" + name + "' is empty; write at least one SQL expression");
            }
            rules.add(new Role.MatchRule(name, match.texts(name)));
        }));
        return new Role.Conformed(
                values.find("key", String.class).orElse(""),
                values.texts("record"),
                rules,
                values.find("at_most", Long.class).orElse(100L));
    }

    static Role golden(Values values, Diagnostics diagnostics) {
        Map<String, Survival> columns = new LinkedHashMap<>();
        Optional<String> source = values.find("source", String.class);
        values.find("columns", Values.class).ifPresent(written -> written.keys().forEach(column -> {
            for (Object value : written.elements(column)) {
                columns.put(column, survival(value));
                if (value instanceof Values && source.isEmpty()) {
                    diagnostics.add(
                            ErrorCode.KEY_MISSING,
                            written.keyPlace(column),
                            "'prefer' chooses by source, but 'source' names no column; write source: <column> beside"
                                    + " 'key'");
                }
            }
        }));
        return new Role.Golden(
                values.find("key", String.class).orElse(""), source, values.find("latest", String.class), columns);
    }

    private static Survival survival(Object value) {
        if (value instanceof Values options) {
            return new Survival.Prefer(options.texts("prefer"));
        }
        return switch (String.valueOf(value)) {
            case "longest" -> new Survival.Longest();
            case "most_frequent" -> new Survival.MostFrequent();
            default -> new Survival.Latest();
        };
    }
}
