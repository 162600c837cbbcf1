package dev.lakesmith.core.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of {@code lakesmith.yml}, of a source's file and of a model's header. */
final class ProjectSpecs {

    // Two letters at least, so that C:\lake stays a path.
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private static final Pattern BUCKET = Pattern.compile("s3a?://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](/[^?#]*)?");
    private static final Pattern CONTAINER =
            Pattern.compile("abfss?://[a-z0-9$][a-z0-9-]{2,62}@[A-Za-z0-9.-]+(/[^?#]*)?");

    private static final ObjectSpec TARGET = ObjectSpec.of(
                    "target",
                    Field.text("warehouse", ProjectSpecs::warehouseComplaint)
                            .required()
                            .describedAs("The folder of the lake, made when it is missing: a path, which starts at the"
                                    + " project's folder when it is relative, or a folder in object storage such as"
                                    + " `s3://bucket/shop` or `abfss://container@account.dfs.core.windows.net/shop`.")
                            .example("./lake"),
                    StorageSpecs.FIELD,
                    CatalogSpecs.FIELD,
                    CacheSpecs.FIELD,
                    Field.memory("memory")
                            .orElse("2GB")
                            .describedAs("How much memory the engine may use. The process takes about 200 MB more.")
                            .example("512MB"),
                    Field.number("threads", 1, 1024)
                            .leftOutMeans("the number of processors")
                            .describedAs("How many threads the engine may use.")
                            .example("4"))
            .describedAs("Where the project runs.");

    private static final Field OWNER = Field.text("owner")
            .describedAs("Who looks after the table; shown beside what is in quarantine.")
            .example("crm-team@example.org");

    private static final ObjectSpec PARAMETER = ObjectSpec.of(
                    "parameter",
                    Field.text("type", ParameterTypes.RULE)
                            .required()
                            .describedAs("The SQL type of the value.")
                            .example("date"),
                    Field.text("default", TextRule.ANY)
                            .leftOutMeans("it must be given with `--var` when a model uses it")
                            .describedAs("The value when `--var` gives none.")
                            .example("2026-01-31"),
                    Field.text("description", TextRule.ANY)
                            .describedAs("For people.")
                            .example("The day to report on."))
            .describedAs("A value given from outside, written `$name` in SQL. It is bound, never pasted in.");

    /** {@code lakesmith.yml}. */
    static final ObjectSpec PROJECT = ObjectSpec.of(
                    "project",
                    Field.text("name")
                            .required()
                            .describedAs("The project's name.")
                            .example("shop"),
                    Field.of("targets", new ValueType.MapOf("target name", Names.PART, new ValueType.Nested(TARGET)))
                            .required()
                            .describedAs("Where the project can run. The first one is used unless `--target` names"
                                    + " another. Variables of the others need not be set.")
                            .example("{ dev: { warehouse: ./lake } }"),
                    Field.of(
                                    "parameters",
                                    new ValueType.MapOf(
                                            "parameter name",
                                            Names.PART,
                                            new ValueType.Either(
                                                    new ValueType.Text(ParameterTypes.RULE),
                                                    new ValueType.Nested(PARAMETER))))
                            .describedAs("Values that `--var name=value` gives: a type, or a mapping that says more.")
                            .example("{ day: { type: date, default: 2026-01-31 } }"),
                    MaintenanceSpecs.FIELD,
                    SecretSpecs.FIELD)
            .describedAs("The file `lakesmith.yml` makes a folder a project.");

    private static final Field ON_NEW_COLUMNS = Field.word("on_new_columns", "evolve", "rescue", "fail")
            .orElse("evolve")
            .describedAs("What happens to columns that the bronze table does not have yet: `evolve` adds them,"
                    + " `rescue` keeps their values in `_rescued_data`, `fail` stops the load.");

    private static final ValueType TABLE = new ValueType.Text(Names.TABLE);

    /** The comment at the head of a model. */
    static final ObjectSpec MODEL = ObjectSpec.of(
                    "model header",
                    Field.word("materialized", "table", "view", "append", "merge", "partition", "snapshot")
                            .orElse("table")
                            .describedAs("How the result is kept: `table` is made anew when something changed, `view`"
                                    + " keeps only the query, `append` adds the rows that come from new input,"
                                    + " `merge` inserts or replaces rows by `unique_key`, `partition` makes those"
                                    + " partitions anew that changed rows fall into, `snapshot` keeps every version of"
                                    + " a row (SCD type 2)."),
                    Field.textOrTexts("unique_key")
                            .describedAs(
                                    "The columns that identify a row. Required for `merge` and `snapshot`, and only for"
                                            + " them.")
                            .example("customer_id"),
                    Field.text("latest_by")
                            .leftOutMeans("the row loaded last stays; of one batch, the one with the greatest values")
                            .describedAs("Only for `merge`: of the rows with one key, the one with the highest value"
                                    + " in this column stays.")
                            .example("updated_at"),
                    Field.of("changes_of", new ValueType.Either(TABLE, new ValueType.ListOf(TABLE)))
                            .leftOutMeans("changes of every input count")
                            .describedAs("Only for `append`, `merge`, `partition` and `snapshot` that read several"
                                    + " tables: those whose changes drive the model. The others are only looked up: what changes"
                                    + " there counts for rows computed later.")
                            .example("bronze.crm_orders"),
                    VersioningSpecs.UPDATED_AT,
                    VersioningSpecs.COMPARE,
                    VersioningSpecs.HARD_DELETES,
                    DeletesSpecs.DELETE_WHEN,
                    DeletesSpecs.DELETES,
                    DeletesSpecs.MAX_SHRINK,
                    LayoutSpecs.PARTITION_BY,
                    LayoutSpecs.SORT_BY,
                    LayoutSpecs.FORMAT_VERSION,
                    RoleSpecs.DIMENSION,
                    RoleSpecs.FACT,
                    RoleSpecs.GENERATE,
                    ConformSpecs.CONFORM,
                    ConformSpecs.SURVIVE,
                    ColumnSpecs.OF_MODEL,
                    TableCheckSpecs.FIELD,
                    CheckOptions.OF_MODEL,
                    QuarantineSpecs.FIELD,
                    ExportSpecs.FIELD,
                    Field.of(
                                    "tags",
                                    new ValueType.Either(
                                            new ValueType.Text(ProjectSpecs::tagComplaint),
                                            new ValueType.ListOf(new ValueType.Text(ProjectSpecs::tagComplaint))))
                            .describedAs("Words to select models by.")
                            .example("[daily, finance]"),
                    Field.text("description", TextRule.ANY)
                            .describedAs("For people.")
                            .example("One row per customer."),
                    OWNER)
            .describedAs("The comment `/* lakesmith … */` at the head of `models/<schema>/<name>.sql`, in YAML. A model"
                    + " without it is a `table`.");

    private static final List<Field> OF_EVERY_STREAM =
            List.of(ColumnSpecs.OF_STREAM, QuarantineSpecs.FIELD, ON_NEW_COLUMNS, OWNER);

    private ProjectSpecs() {}

    /** A source's file: its keys depend on the connector. */
    static ValueType.Variant source(List<ConnectorSpec> connectors) {
        Map<String, ObjectSpec> specs = new LinkedHashMap<>();
        for (ConnectorSpec connector : connectors) {
            ObjectSpec own = connector.lands().isPresent()
                    ? connector.stream()
                    : connector.stream().with(FormatSpecs.FIELD);
            ObjectSpec stream = own.with(OF_EVERY_STREAM.toArray(Field[]::new));
            specs.put(
                    connector.name(),
                    connector
                            .source()
                            .with(EffortSpecs.FIELDS.toArray(Field[]::new))
                            .with(streams(stream)));
        }
        return new ValueType.Variant("connector", "What kind of source this is.", specs);
    }

    /** The keys that every source has, and below them those of every stream: for people. */
    static ObjectSpec everySource(List<ConnectorSpec> connectors) {
        ObjectSpec stream = ObjectSpec.of("stream", FormatSpecs.FIELD)
                .with(OF_EVERY_STREAM.toArray(Field[]::new))
                .describedAs("Beside these, each connector's own. `format` is for connectors that bring files.");
        String[] names = connectors.stream().map(ConnectorSpec::name).toArray(String[]::new);
        return ObjectSpec.of(
                        "source", Field.word("connector", names).required().describedAs("What kind of source this is."))
                .with(EffortSpecs.FIELDS.toArray(Field[]::new))
                .with(streams(stream))
                .describedAs("The keys that every source has.");
    }

    private static Field streams(ObjectSpec stream) {
        return Field.of("streams", new ValueType.MapOf("stream name", Names.PART, new ValueType.Nested(stream)))
                .leftOutMeans("nothing is read; `lakesmith sources discover` lists what there is")
                .describedAs("What is read. The stream `contacts` in `sources/crm.yml` becomes the table"
                        + " `bronze.crm_contacts`.");
    }

    private static Optional<String> warehouseComplaint(String text) {
        if (text.isBlank()) {
            return Optional.of("is empty; write a folder such as ./lake");
        }
        if (text.startsWith("~")) {
            return Optional.of("begins with ~, which is not replaced; write ${env:HOME} instead");
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.of("is no path; write a folder such as ./lake");
        }
        return SCHEME.matcher(text).matches() ? remoteComplaint(text) : Optional.empty();
    }

    private static Optional<String> remoteComplaint(String text) {
        boolean understood =
                BUCKET.matcher(text).matches() || CONTAINER.matcher(text).matches();
        return understood
                ? Optional.empty()
                : Optional.of("is no folder that is understood; write a path such as ./lake, s3://bucket/folder or"
                        + " abfss://container@account.dfs.core.windows.net/folder");
    }

    private static Optional<String> tagComplaint(String text) {
        return text.matches("[A-Za-z0-9_.-]+")
                ? Optional.empty()
                : Optional.of("is no tag; tags are letters, digits, _ . and -");
    }
}
