package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.OtherTypes;
import dev.lakesmith.core.contract.Sensitive;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The declared columns of streams and models. */
final class ColumnSpecs {

    private static final Set<String> ADDED_TO_BRONZE =
            Set.of("_source_file", "_batch_id", "_loaded_at", "_rescued_data");

    private static final ValueType TYPE = new ValueType.Text(SqlTypes.RULE);
    private static final Field TYPE_KEY = Field.text("type", SqlTypes.RULE)
            .describedAs("The column's SQL type. A value that does not cast to it goes to quarantine.")
            .example("decimal(18,2)");
    private static final Field DESCRIPTION =
            Field.text("description", TextRule.ANY).describedAs("For people.").example("When the customer signed up.");

    private static final Field SENSITIVE = Field.word(
                    "sensitive", Sensitive.words().toArray(String[]::new))
            .describedAs(
                    "What the values tell about people, or that they are a secret. It changes nothing in the table;"
                            + " `lakesmith lineage --sensitive` lists such columns and every column that is made of them,"
                            + " except those that say `none`.")
            .example("email");

    private static final Field OTHER_TYPES = Field.word(
                    "other_types", OtherTypes.words().toArray(String[]::new))
            .leftOutMeans("`quarantine` with a type; without one, text that holds every value")
            .describedAs("What becomes of values of other types. With a `type`: `quarantine` moves the record aside,"
                    + " `rescue` puts the value into `_rescued_data` and keeps the record. Without one, where values"
                    + " bring their types as in JSON: `split` makes a column for each type that occurs, such as"
                    + " `price_bigint` and `price_varchar`; `struct` makes one column with a field for each.")
            .example("split");

    private static final ObjectSpec STREAM_COLUMN = ObjectSpec.of(
            "stream column",
            TYPE_KEY.leftOutMeans("text in CSV, otherwise what the files say"),
            OTHER_TYPES,
            DESCRIPTION,
            SENSITIVE);
    private static final ObjectSpec MODEL_COLUMN = ObjectSpec.of(
            "model column",
            TYPE_KEY.leftOutMeans("what the query gives"),
            DESCRIPTION,
            SENSITIVE,
            CheckSpecs.OF_COLUMN,
            MissingSpecs.OF_COLUMN);

    static final Field OF_STREAM = columns(STREAM_COLUMN)
            .describedAs("Declared columns: a type, or a mapping that says more. Columns not named here are kept too.")
            .example("{ amount: decimal(18,2) }");
    static final Field OF_MODEL = columns(MODEL_COLUMN)
            .describedAs("Declared columns: a type, or a mapping that says more.")
            .example("{ customer_id: { type: bigint, checks: [not_null, unique] } }");

    private ColumnSpecs() {}

    /** The contracts of the key {@code columns}; tells columns that differ in case only. */
    static List<ColumnContract> contracts(Values owner, Diagnostics diagnostics) {
        Optional<Values> columns = owner.find("columns", Values.class);
        if (columns.isEmpty()) {
            return List.of();
        }
        List<ColumnContract> contracts = new ArrayList<>();
        Map<String, Place> names = new HashMap<>();
        for (String name : columns.get().keys()) {
            Place place = columns.get().keyPlace(name);
            Place first = names.putIfAbsent(name.toLowerCase(Locale.ROOT), place);
            if (first != null) {
                diagnostics.add(
                        ErrorCode.KEY_DUPLICATE,
                        place,
                        "the column '" + name + "' is declared at " + first
                                + " already; upper and lower case make no difference in SQL, remove one");
            }
            contracts.add(contract(name, columns.get()));
        }
        return contracts;
    }

    /** Tells columns that every bronze table gets by itself. */
    static void refuseAdded(Values stream, Diagnostics diagnostics) {
        stream.find("columns", Values.class).ifPresent(columns -> columns.keys().stream()
                .filter(name -> ADDED_TO_BRONZE.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> diagnostics.add(
                        ErrorCode.NAME_INVALID,
                        columns.keyPlace(name),
                        "the column '" + name + "' is added to every bronze table; it cannot be declared, remove it")));
    }

    /** Tells choices of {@code other_types} that the column's type, or the stream's format, leaves no room for. */
    static void refuseOtherTypes(Values stream, Format format, Diagnostics diagnostics) {
        boolean typed = !(format instanceof Format.Csv || format instanceof Format.Text || format.isParquet());
        for (Values column : stream.find("columns", Values.class).stream()
                .flatMap(columns -> columns.keys().stream().flatMap(name -> columns.elements(name).stream()))
                .filter(Values.class::isInstance)
                .map(Values.class::cast)
                .toList()) {
            column.find("other_types", String.class)
                    .flatMap(
                            word -> complaint(OtherTypes.of(word), column.keys().contains("type"), typed))
                    .ifPresent(complaint ->
                            diagnostics.add(ErrorCode.VALUE_INVALID, column.place("other_types"), complaint));
        }
    }

    private static Optional<String> complaint(OtherTypes choice, boolean hasType, boolean typed) {
        String word = choice.word();
        if (choice.isOpen() && hasType) {
            return Optional.of("'" + word + "' keeps values in the types they bring, so the column can have no type;"
                    + " remove 'type', or write quarantine or rescue");
        }
        if (choice.isOpen() && !typed) {
            return Optional.of("'" + word + "' is for formats whose values bring types of their own, such as json;"
                    + " this format gives every value of a column the same one, remove 'other_types'");
        }
        return choice.isOpen() || hasType
                ? Optional.empty()
                : Optional.of("'" + word + "' needs to know which type the column has; add 'type', for example"
                        + " type: bigint");
    }

    private static ColumnContract contract(String name, Values columns) {
        Object written = columns.elements(name).stream().findFirst().orElse("");
        if (written instanceof Values more) {
            return new ColumnContract(
                    name,
                    more.find("type", String.class).map(SqlTypes::canonical),
                    more.find("description", String.class).orElse(""),
                    MissingSpecs.of(more),
                    more.find("sensitive", String.class).map(Sensitive::of),
                    more.find("other_types", String.class).map(OtherTypes::of).orElse(OtherTypes.QUARANTINE));
        }
        String type = String.valueOf(written);
        return new ColumnContract(name, type.isEmpty() ? Optional.empty() : Optional.of(SqlTypes.canonical(type)), "");
    }

    private static Field columns(ObjectSpec column) {
        ValueType value = new ValueType.Either(TYPE, new ValueType.Nested(column));
        return Field.of("columns", new ValueType.MapOf("column", TextRule.NOT_BLANK, value));
    }
}
