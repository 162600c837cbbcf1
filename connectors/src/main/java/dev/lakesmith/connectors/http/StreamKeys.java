package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.TextRule;
import dev.lakesmith.core.project.ValueType;
import java.util.Optional;

/** The keys of a stream. */
final class StreamKeys {

    private static final ValueType TEMPLATE = new ValueType.Slotted(Slots.OF_REQUEST);

    private static final ObjectSpec PARENT = ObjectSpec.of(
                    "http parent",
                    Field.text("stream")
                            .required()
                            .describedAs("A stream of the same source.")
                            .example("orders"),
                    Field.word("records", "all", "changed")
                            .orElse("all")
                            .describedAs("Which of its records requests are made for: all of them in each run, or those"
                                    + " that are new after what this stream saw of it; then it needs a `cursor` or a"
                                    + " `window`."),
                    Field.of("keys", new ValueType.ListOf(new ValueType.Text(JsonPath.RULE)))
                            .leftOutMeans("those that the request uses")
                            .describedAs("More fields of the parent's record that each record gets, as"
                                    + " `_parent_<field>`.")
                            .example("[customer.id]"))
            .describedAs("The stream whose records this one is asked for.");

    private static final ObjectSpec WINDOW = ObjectSpec.of(
                    "http window",
                    Field.text("start", StreamKeys::momentComplaint)
                            .required()
                            .describedAs("Where the first window begins, in UTC.")
                            .example("2024-01-01"),
                    Field.duration("size")
                            .required()
                            .describedAs("How long a window is.")
                            .example("7d"),
                    Field.number("most", 1, 1_000_000)
                            .leftOutMeans("all of them")
                            .describedAs(
                                    "How many windows one run asks for; the next run goes on behind them. A run that"
                                            + " fails lands none of its windows, so this is how much it can lose.")
                            .example("30"),
                    Field.duration("delay")
                            .orElse("0s")
                            .describedAs("How far before now the last window ends: for APIs whose records show late."),
                    Field.yesNo("whole")
                            .orElse("false")
                            .describedAs(
                                    "Whether a window is asked for only when it is over; else the last one ends now."))
            .describedAs("Spans of time that are asked for one after the other.");

    static final ObjectSpec SPEC = ObjectSpec.of(
                    "http stream",
                    Field.template("path", Slots.OF_REQUEST)
                            .required()
                            .describedAs("What is asked for, added to the source's `url`; slots are percent-encoded.")
                            .example("/orders/${parent:id}/lines"),
                    Field.word("method", "GET", "POST")
                            .leftOutMeans("`POST` with a `body` or `form`, else `GET`")
                            .describedAs("How it is asked. A request only reads: it may be sent again."),
                    Field.map("parameters", "parameter name", TEMPLATE)
                            .describedAs("Parameters in the URL. One whose slot has no value yet is left out.")
                            .example("{ updated_since: \"${bookmark}\", limit: 100 }"),
                    Field.map("headers", "header name", TEMPLATE)
                            .describedAs("Headers. One whose slot has no value yet is left out.")
                            .example("{ If-Modified-Since: \"${bookmark}\" }"),
                    Field.of("body", new ValueType.Json(Slots.OF_REQUEST))
                            .describedAs("What is sent, as JSON. A text that is one slot and nothing else becomes the"
                                    + " value as it is, a number for a number, and is left out while there is none.")
                            .example("{ limit: 100, after: \"${cursor}\" }"),
                    Field.map("form", "field name", TEMPLATE)
                            .describedAs("What is sent, as a form. A field whose slot has no value yet is left out.")
                            .example("{ since: \"${bookmark:epoch}\" }"),
                    JobKeys.FIELD,
                    Field.word("format", "json", "csv")
                            .orElse("json")
                            .describedAs("What the answers are. Records of `csv`, whose first line has the names, are"
                                    + " landed as JSON: every value a text, an empty field without quotes null."),
                    Field.text("records", JsonPath.RULE)
                            .leftOutMeans("the answer itself: the elements of an array, or one record")
                            .describedAs(
                                    "Where the records are in an answer: keys separated by dots, `\\.` for a dot in"
                                            + " a key.")
                            .example("data.items"),
                    Field.word("missing_records", "fail", "none")
                            .orElse("fail")
                            .describedAs("What an answer means that has nothing there: a mistake, or no records."),
                    Field.of("empty_when", new ValueType.ListOf(new ValueType.WholeNumber(400, 499)))
                            .describedAs("Statuses that mean no records, beside 204.")
                            .example("[404]"),
                    PaginationKeys.FIELD,
                    Field.textOrObject("parent", PARENT)
                            .describedAs("A stream of this source; for each of its records this one is asked with"
                                    + " `${parent:field}`. The fields used are added to each record as"
                                    + " `_parent_<field>`.")
                            .example("orders"),
                    Field.text("cursor", JsonPath.RULE)
                            .leftOutMeans("every run reads all records; when they are the same as before, nothing is"
                                    + " landed")
                            .describedAs(
                                    "The field whose values only grow when records are added or changed. The highest"
                                            + " one is the `${bookmark}` of the next run; records below it are left out.")
                            .example("updated_at"),
                    Field.text("initial", TextRule.NOT_BLANK)
                            .leftOutMeans("the first run has no `${bookmark}`")
                            .describedAs("The `${bookmark}` of the first run.")
                            .example("2024-01-01T00:00:00Z"),
                    Lookback.FIELD
                            .describedAs(
                                    "How far behind the last run's end records are asked for again, because some show"
                                            + " late: a duration for times, a number for numbers. Those that were landed"
                                            + " before are left out.")
                            .example("10m"),
                    Field.textOrTexts("key")
                            .leftOutMeans("two records are the same when all of their text is")
                            .describedAs("The fields that name a record. A record that is asked for again is left out"
                                    + " when key and cursor are as before.")
                            .example("id"),
                    Field.word("order", "any", "newest_first")
                            .orElse("any")
                            .describedAs(
                                    "With `newest_first`, paging ends at the first page that has only records below"
                                            + " the bookmark."),
                    Field.object("window", WINDOW)
                            .describedAs(
                                    "Asks for one span of time after the other, `${from}` to `${to}`. The end of the"
                                            + " last one is where the next run begins.")
                            .example("{ start: 2024-01-01, size: 7d }"))
            .describedAs(
                    "The slots are `${bookmark}`; `${from}`, `${to}` and `${last}` (the last moment before `to`) of a"
                            + " window; `${parent:field}`; `${job:field}`; and `${page}`, `${offset}`, `${cursor}` of the"
                            + " pagination. A time's format may follow a colon: `iso`, `iso_ms`, `date`, `epoch`,"
                            + " `epoch_ms` or a pattern, as in `${from:yyyy-MM-dd}`.");

    private StreamKeys() {}

    private static Optional<String> momentComplaint(String text) {
        return TimeFormat.read(text).isPresent()
                ? Optional.empty()
                : Optional.of("is no time; write 2024-01-31 or 2024-01-31T12:00:00Z");
    }
}
