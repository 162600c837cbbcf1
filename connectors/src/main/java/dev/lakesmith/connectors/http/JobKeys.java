package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.ValueType;

/** The key {@code job} of a stream. */
final class JobKeys {

    private static final ValueType TEMPLATE = new ValueType.Slotted(Slots.OF_START);

    private static final ObjectSpec START = ObjectSpec.of(
                    "http job start",
                    Field.template("path", Slots.OF_START)
                            .required()
                            .describedAs("Where the job is posted to, added to the source's `url`.")
                            .example("/jobs/query"),
                    Field.map("parameters", "parameter name", TEMPLATE)
                            .describedAs("Parameters in the URL. One whose slot has no value yet is left out.")
                            .example("{ format: csv }"),
                    Field.map("headers", "header name", TEMPLATE)
                            .describedAs("Headers. One whose slot has no value yet is left out.")
                            .example("{ Prefer: respond-async }"),
                    Field.of("body", new ValueType.Json(Slots.OF_START))
                            .describedAs("What is sent, as JSON, with slots as in a stream's `body`.")
                            .example(
                                    "{ query: \"SELECT Id FROM Account WHERE SystemModstamp >= ${bookmark:iso_ms}\" }"),
                    Field.map("form", "field name", TEMPLATE)
                            .describedAs("What is sent, as a form. A field whose slot has no value yet is left out.")
                            .example("{ since: \"${bookmark:epoch}\" }"))
            .describedAs("The request that starts a job, always a POST. It may be sent again when its answer is lost.");

    private static final ObjectSpec JOB = ObjectSpec.of(
                    "http job",
                    Field.object("start", START)
                            .required()
                            .describedAs("The request that starts the job.")
                            .example("{ path: /jobs, body: { from: \"${from}\", to: \"${to}\" } }"),
                    Field.template("status", Slots.OF_JOB)
                            .required()
                            .describedAs("Where the job's state is asked for, with GET.")
                            .example("/jobs/${job:id}"),
                    Field.text("state", JsonPath.RULE)
                            .required()
                            .describedAs("Where that answer has the state.")
                            .example("state"),
                    Field.textOrTexts("done")
                            .required()
                            .describedAs("The states in which the records are there.")
                            .example("JobComplete"),
                    Field.textOrTexts("failed")
                            .leftOutMeans("every other state is waited in")
                            .describedAs("The states in which they will never be there.")
                            .example("[Failed, Aborted]"),
                    Field.text("message", JsonPath.RULE)
                            .leftOutMeans("the beginning of the answer is shown")
                            .describedAs("Where the answer says why a job failed.")
                            .example("errorMessage"),
                    Field.template("delete", Slots.OF_JOB)
                            .leftOutMeans("it is left to the API")
                            .describedAs(
                                    "What is sent a DELETE when the records of a job were read. A failed job stays,"
                                            + " to be looked at. When deleting fails the run warns and goes on.")
                            .example("/jobs/${job:id}"),
                    Field.duration("first_wait")
                            .orElse("2s")
                            .describedAs("The wait before the state is asked for; it doubles each time."),
                    Field.duration("longest_wait").orElse("30s").describedAs("No wait is longer."),
                    Field.duration("give_up_after")
                            .orElse("2h")
                            .describedAs(
                                    "The longest time that a job is waited for. Then the stream fails, and the next"
                                            + " run starts a new job."))
            .describedAs(
                    "What makes the records ready: it is started, asked for its state until it is done, and then the"
                            + " stream's own request fetches them. `${job:field}` is a field of the answers about the"
                            + " job.");

    static final Field FIELD = Field.object("job", JOB)
            .leftOutMeans("the records are there at once")
            .describedAs(
                    "A job that must be started and waited for before this stream's request is sent; `${job:field}`"
                            + " is a field of its answers. With windows, or a parent, there is a job for each.")
            .example("{ start: { path: /jobs }, status: \"/jobs/${job:id}\", state: status, done: finished }");

    private JobKeys() {}
}
