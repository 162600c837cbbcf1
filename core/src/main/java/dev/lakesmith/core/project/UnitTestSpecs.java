package dev.lakesmith.core.project;

import java.util.Optional;

/** The keys of a file of unit tests. */
final class UnitTestSpecs {

    private static final ValueType ROW = new ValueType.MapOf("column", TextRule.NOT_BLANK, new ValueType.Anything());
    private static final ValueType ROWS = new ValueType.ListOf(ROW);

    private static final Field TYPES = Field.of(
                    "types",
                    new ValueType.MapOf(
                            "table",
                            Names.TABLE,
                            new ValueType.MapOf("column", TextRule.NOT_BLANK, new ValueType.Text(SqlTypes.RULE))))
            .leftOutMeans("what streams, seeds and models declare, or the lake holds")
            .describedAs("The columns of tables that the project alone does not tell, such as bronze. With them a test"
                    + " does not depend on what was loaded.")
            .example("{ bronze.crm_contacts: { id: varchar, updated_at: varchar } }");

    private static final Field VARS = Field.of(
                    "vars", new ValueType.MapOf("parameter name", Names.PART, new ValueType.Text(TextRule.ANY)))
            .leftOutMeans("the parameters' defaults")
            .describedAs("Values of parameters.")
            .example("{ as_of: 2026-01-08 }");

    private static final Field NOW = Field.text("now", UnitTestSpecs::instantComplaint)
            .leftOutMeans("the clock")
            .describedAs("What `now()`, `current_date` and their like say, and when the run takes place.")
            .example("2026-01-08T06:00:00Z");

    private static final Field FILE_OF_ROWS = Field.text("file")
            .describedAs("A file beside the test that holds the rows: CSV with a header, where an empty field without"
                    + " quotes is NULL, or JSON.")
            .example("contacts.csv");

    private static final ObjectSpec GIVEN_ROWS = ObjectSpec.of(
                    "row source",
                    Field.of("rows", ROWS).describedAs("The rows. A column not written is NULL."),
                    FILE_OF_ROWS,
                    Field.text("sql")
                            .describedAs("A SELECT that reads no table.")
                            .example("SELECT * FROM (VALUES (1, 'a')) AS t(id, name)"),
                    Field.word("change", "add", "replace", "delete")
                            .orElse("add")
                            .describedAs(
                                    "What happens to the table: `add` adds the rows, `replace` makes them all that it"
                                            + " has, `delete` removes every row that has their values."))
            .exactlyOne("rows", "file", "sql");

    private static final Field GIVEN = Field.of(
                    "given",
                    new ValueType.MapOf(
                            "table", Names.TABLE, new ValueType.Either(ROWS, new ValueType.Nested(GIVEN_ROWS))))
            .describedAs("The rows of each table that the model reads: a list, or a mapping that says more. A seed not"
                    + " given has its file's rows, any other table none.")
            .example("{ bronze.crm_contacts: [{ id: '000001', email: a@b.example }] }");

    private static final ObjectSpec QUARANTINED = ObjectSpec.of(
            "quarantined row",
            Field.text("reason").required().describedAs("A part of the reason.").example("is not a DATE"),
            Field.of("row", ROW)
                    .describedAs("Values that the row has; other columns are not looked at.")
                    .example("{ customer_id: '000002' }"));

    private static final ObjectSpec EXPECTED = ObjectSpec.of(
                    "test result",
                    Field.of("rows", ROWS)
                            .leftOutMeans("the rows are not looked at")
                            .describedAs("The table's rows, in any order, each as often as it is there. Columns that no"
                                    + " row names are not looked at; one that only some name is NULL in the others."),
                    FILE_OF_ROWS,
                    Field.textOrTexts("columns")
                            .leftOutMeans("the columns that the rows name")
                            .describedAs("The columns that are looked at.")
                            .example("[customer_id, email]"),
                    Field.objects("quarantine", QUARANTINED)
                            .leftOutMeans("no row is quarantined")
                            .describedAs("The quarantined rows, in any order."),
                    Field.textOrTexts("failed_checks")
                            .leftOutMeans("no check of severity fail fails")
                            .describedAs("The names of all checks that do not pass, those of severity warn too.")
                            .example("known_customer"),
                    Field.of(
                                    "drops",
                                    new ValueType.MapOf(
                                            "reason", TextRule.NOT_BLANK, new ValueType.WholeNumber(0, Long.MAX_VALUE)))
                            .leftOutMeans("drops are not looked at")
                            .describedAs(
                                    "How many rows were left out for each reason, as the ledger names it; `filtered`"
                                            + " stands for whatever the condition is.")
                            .example("{ deduplicated: 1, superseded: 2 }"))
            .describedAs("What the model's table, its quarantine and its ledger look like afterwards.");

    private static final Field EXPECT = Field.of("expect", new ValueType.Either(ROWS, new ValueType.Nested(EXPECTED)))
            .describedAs("What must come of it: a list of rows, or a mapping that says more.")
            .example("[{ customer_id: '000001', email: a@b.example }]");

    private static final ObjectSpec RUN = ObjectSpec.of(
                    "test run",
                    GIVEN.describedAs("Rows that are added to the tables, or replaced or deleted, before this run."),
                    NOW.leftOutMeans("that of the test"),
                    EXPECT.leftOutMeans("nothing is looked at after this run")
                            .describedAs("What must be so after this run; drops and checks are this run's."))
            .describedAs("One of several runs of the model, each over what the earlier ones left.");

    private static final ObjectSpec TEST = ObjectSpec.of(
            "unit test",
            Field.text("model", Names.TABLE)
                    .leftOutMeans("the file's")
                    .describedAs("The model under test.")
                    .example("silver.customers"),
            Field.text("description", TextRule.ANY).describedAs("For people."),
            TYPES.leftOutMeans("the file's"),
            VARS,
            NOW,
            GIVEN,
            Field.objects("runs", RUN)
                    .describedAs("Instead of `given`: several runs, one after the other, as in production."),
            EXPECT.leftOutMeans("each run says what is expected of it")
                    .describedAs("What must be so at the end; drops and checks are those of all runs."));

    /** A file of {@code tests/}. */
    static final ObjectSpec FILE = ObjectSpec.of(
                    "test file",
                    Field.text("model", Names.TABLE)
                            .leftOutMeans("each test names its own")
                            .describedAs("The model under test.")
                            .example("silver.customers"),
                    TYPES,
                    VARS,
                    NOW,
                    Field.of("tests", new ValueType.MapOf("test name", TextRule.NOT_BLANK, new ValueType.Nested(TEST)))
                            .required()
                            .describedAs("The tests; a name says what the model does, such as `the newest row wins`."))
            .describedAs("Unit tests: given these rows, the model makes those. `lakesmith test` runs them on the engine"
                    + " and a lake of their own, as a run would.");

    private UnitTestSpecs() {}

    private static Optional<String> instantComplaint(String text) {
        return ParameterTypes.misfit("TIMESTAMP WITH TIME ZONE", text).map(fitting -> "is no moment; write " + fitting);
    }
}
