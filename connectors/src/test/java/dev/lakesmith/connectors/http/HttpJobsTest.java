package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that a job must make ready first come as those of any stream, or the job's failure is told. */
final class HttpJobsTest {

    private static final String FIRST =
            "{\"Id\":\"1\",\"Name\":\"Ann\",\"SystemModstamp\":\"2024-01-01T00:00:00.000Z\"}";
    private static final String SECOND =
            "{\"Id\":\"2\",\"Name\":\"Bea\",\"SystemModstamp\":\"2024-01-02T00:00:00.000Z\"}";
    private static final String THIRD =
            "{\"Id\":\"3\",\"Name\":\"Cy \\\"the\\nsea\\\",\\n2\",\"SystemModstamp\":\"2024-01-02T00:00:00.000Z\"}";

    private final ApiServer api = ApiServer.start();
    private final BulkServer bulk = new BulkServer();
    private final Reading reading;

    HttpJobsTest(@TempDir Path folder) {
        this.reading = Reading.in(folder);
    }

    @BeforeEach
    void rows() {
        bulk.row("1", "Ann", "2024-01-01T00:00:00.000Z")
                .row("2", "Bea", "2024-01-02T00:00:00.000Z")
                .row("3", "Cy \"\"the\nsea\"\",\n2", "2024-01-02T00:00:00.000Z");
        api.answer(bulk);
        accounts("");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void accounts(String more) {
        reading.source(
                "url: " + api.url(),
                "retry: { tries: 2 }",
                "streams:",
                "  accounts:",
                "    job:",
                "      start:",
                "        path: /jobs/query",
                "        body:",
                "          operation: queryAll",
                "          query: SELECT Id, Name, SystemModstamp FROM Account WHERE SystemModstamp >="
                        + " ${bookmark:iso_ms}",
                "      status: /jobs/query/${job:id}",
                "      state: state",
                "      done: JobComplete",
                "      failed: [Failed, Aborted]",
                "      message: errorMessage",
                "      delete: /jobs/query/${job:id}",
                more.isEmpty() ? "" : "      " + more,
                "    path: /jobs/query/${job:id}/results",
                "    parameters: { maxRecords: 2 }",
                "    format: csv",
                "    pagination: { type: cursor, parameter: locator, header: Sforce-Locator, end: 'null' }",
                "    cursor: SystemModstamp",
                "    initial: 2000-01-01T00:00:00Z",
                "    key: Id");
    }

    private List<String> asked() {
        return api.asked().stream()
                .map(each -> each.method() + " " + each.path()
                        + each.query().entrySet().stream()
                                .map(one -> " " + one.getKey() + "=" + one.getValue())
                                .reduce("", String::concat))
                .toList();
    }

    @Test
    void aJobIsStartedWaitedForReadPageByPageAndDeleted() {
        assertThat(reading.lines("accounts")).containsExactly(FIRST, SECOND, THIRD);
        List<Asked> asked = api.asked();
        assertThat(asked.get(0).body())
                .isEqualTo("{\"operation\":\"queryAll\",\"query\":\"SELECT Id, Name, SystemModstamp FROM Account WHERE"
                        + " SystemModstamp >= 2000-01-01T00:00:00.000Z\"}");
        assertThat(asked.get(0).header("accept")).contains("application/json");
        assertThat(asked.get(4).header("accept").orElse("")).startsWith("text/csv");
        assertThat(asked)
                .extracting(each -> each.method() + " " + each.path() + " " + each.query())
                .containsExactly(
                        "POST /jobs/query {}",
                        "GET /jobs/query/750R001 {}",
                        "GET /jobs/query/750R001 {}",
                        "GET /jobs/query/750R001 {}",
                        "GET /jobs/query/750R001/results {maxRecords=2}",
                        "GET /jobs/query/750R001/results {maxRecords=2, locator=Mg==}",
                        "DELETE /jobs/query/750R001 {}");
        assertThat(reading.waits())
                .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(bulk.left()).isEmpty();
    }

    @Test
    void theNextRunAsksOnlyForWhatChanged() {
        reading.extract("accounts");
        bulk.row("1", "Anne", "2024-01-02T00:00:00.000Z").row("4", "Di", "2024-01-03T00:00:00.000Z");
        api.asked();
        assertThat(reading.lines("accounts"))
                .containsExactly(
                        "{\"Id\":\"1\",\"Name\":\"Anne\",\"SystemModstamp\":\"2024-01-02T00:00:00.000Z\"}",
                        "{\"Id\":\"4\",\"Name\":\"Di\",\"SystemModstamp\":\"2024-01-03T00:00:00.000Z\"}");
        assertThat(api.asked().get(0).body()).contains("SystemModstamp >= 2024-01-02T00:00:00.000Z");
        assertThat(reading.extract("accounts").ledger()).isEqualTo(Ledger.of(1, 0, 0, Map.of("landed already", 1L)));
        assertThat(reading.extract("accounts", "2024-01-01", "2024-01-03")
                        .ledger()
                        .written())
                .isZero();
    }

    @Test
    void aJobWithoutRecordsLandsNothing() {
        reading.extract("accounts");
        accounts("");
        BulkServer empty = new BulkServer();
        api.answer(empty);
        assertThat(reading.lines("accounts")).isEmpty();
        // Whatever an API makes of nothing: no body at all, or a line of its own.
        for (String body : List.of("", "\n", "\"Id\",\"Name\",\"SystemModstamp\"")) {
            api.answer(request -> request.path().endsWith("/results") ? Answer.ok(body) : empty.apply(request));
            assertThat(reading.lines("accounts")).as(body).isEmpty();
        }
        assertThat(reading.bookmark("accounts")).contains("\"value\":\"t2024-01-02T00:00:00.000Z\"");
        api.answer(bulk);
        assertThat(reading.extract("accounts").ledger()).isEqualTo(Ledger.of(2, 0, 0, Map.of("landed already", 2L)));
    }

    @Test
    void aJobThatFailsIsToldInTheApisWords() {
        bulk.states("InProgress", "Failed").error("INVALID_FIELD: No such column 'Nmae' on entity 'Account'");
        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> reading.extract("accounts"));
        assertThat(failure.message())
                .startsWith("source api: GET " + api.url() + "/jobs/query/750R001 answered that the job is in the"
                        + " state 'Failed': INVALID_FIELD: No such column 'Nmae' on"
                        + " entity 'Account'; the answer, of status 200, begins"
                        + " with: {\"id\":\"750R001\"");
        assertThat(failure.outlook()).isEqualTo(Outlook.FATAL);
        assertThat(failure.extent()).isEqualTo(Extent.STREAM);
        assertThat(bulk.left()).containsExactly("750R001");
        assertThat(reading.bookmark("accounts")).isEmpty();

        bulk.states("Aborted");
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining("is in the state 'Aborted'; what 'start' of 'job' sends may be why; the answer");
    }

    @Test
    void aJobThatIsStuckIsGivenUpAndTheNextRunStartsAnother() {
        accounts("give_up_after: 3m");
        bulk.states("UploadComplete", "InProgress");
        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> reading.extract("accounts"));
        assertThat(failure.message())
                .isEqualTo("source api: GET " + api.url() + "/jobs/query/750R001 says 'InProgress' after 3 min; the job"
                        + " is given up, and the next run starts a new one; raise"
                        + " 'give_up_after' of 'job', or ask for less at a time, with a"
                        + " 'window'");
        assertThat(failure.outlook()).isEqualTo(Outlook.TRIED);
        assertThat(failure.extent()).isEqualTo(Extent.STREAM);
        assertThat(reading.waits())
                .extracting(Duration::toSeconds)
                .containsExactly(2L, 4L, 8L, 16L, 30L, 30L, 30L, 30L, 30L);

        accounts("give_up_after: 90s");
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining("says 'InProgress' after 90 s; the job");

        bulk.states("JobComplete");
        assertThat(reading.lines("accounts")).containsExactly(FIRST, SECOND, THIRD);
        assertThat(bulk.left()).containsExactly("750R001", "750R002");
    }

    @Test
    void whatBreaksInTheMiddleOfTheResultsIsAskedForAgain() {
        AtomicInteger answers = new AtomicInteger();
        api.answer(request -> {
            Answer answer = bulk.apply(request);
            boolean second = request.parameter("locator").equals("Mg==");
            return switch (second ? answers.incrementAndGet() : 0) {
                case 1 -> Answer.status(500, "[{\"errorCode\":\"UNKNOWN_EXCEPTION\"}]");
                default -> answer;
            };
        });
        assertThat(reading.lines("accounts")).containsExactly(FIRST, SECOND, THIRD);
        assertThat(answers.get()).isEqualTo(2);
    }

    @Test
    void aPageThatEndsInsideARecordIsAskedForAgain() {
        AtomicInteger answers = new AtomicInteger();
        api.answer(request -> {
            Answer answer = bulk.apply(request);
            boolean second = request.parameter("locator").equals("Mg==");
            // Cut inside the quoted name.
            return second && answers.incrementAndGet() < 4 ? answer.cut(40) : answer;
        });
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining("answered with an answer that ends too early, after ")
                .hasMessageContaining(" (line 2: the quote that opens column 2 is not closed)")
                .hasMessageContaining("; tried 2 times in ");
        assertThat(reading.lines("accounts")).containsExactly(FIRST, SECOND, THIRD);
        assertThat(answers.get()).isEqualTo(4);
    }

    @Test
    void aRunThatDiesBetweenPagesLandsNothingAndTheNextOneEverythingOnce() {
        bulk.row("4", "Di", "2024-01-03T00:00:00.000Z").row("5", "Ed", "2024-01-04T00:00:00.000Z");
        api.answer(request ->
                request.parameter("locator").equals("NA==") ? Answer.status(400, "{}") : bulk.apply(request));
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining("locator=NA%3D%3D answered with status 400");
        assertThat(reading.bookmark("accounts")).isEmpty();
        assertThat(bulk.left()).containsExactly("750R001");

        api.answer(bulk);
        assertThat(reading.lines("accounts"))
                .containsExactly(
                        FIRST,
                        SECOND,
                        THIRD,
                        "{\"Id\":\"4\",\"Name\":\"Di\",\"SystemModstamp\":\"2024-01-03T00:00:00.000Z\"}",
                        "{\"Id\":\"5\",\"Name\":\"Ed\",\"SystemModstamp\":\"2024-01-04T00:00:00.000Z\"}");
        assertThat(bulk.left()).containsExactly("750R001");
    }

    @Test
    void aPageWithoutALocatorIsNotTakenForTheLastOne() {
        api.answer(request -> {
            Answer answer = bulk.apply(request);
            return request.path().endsWith("/results") ? answer.with("Sforce-Locator", "") : answer;
        });
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining(
                        "answered with records, and neither a cursor nor 'null' at 'Sforce-Locator', so more"
                                + " may follow; check 'pagination'");
    }

    @Test
    void aLocatorThatComesTwiceIsAnError() {
        api.answer(request -> {
            Answer answer = bulk.apply(request);
            return request.path().endsWith("/results") ? answer.with("Sforce-Locator", "Mg==") : answer;
        });
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining("would be page 3, but was page 2 already");
    }

    @Test
    void aJobThatCannotBeDeletedIsToldAndItsRecordsAreLanded() {
        api.answer(request -> request.method().equals("DELETE")
                ? Answer.status(403, "[{\"errorCode\":\"INSUFFICIENT_ACCESS\"}]")
                : bulk.apply(request));
        assertThat(reading.lines("accounts")).containsExactly(FIRST, SECOND, THIRD);
        assertThat(reading.warnings())
                .containsExactly("stream accounts: its job could not be deleted: source api: DELETE " + api.url()
                        + "/jobs/query/750R001 answered with status 403: [{\"errorCode\":\"INSUFFICIENT_ACCESS\"}];"
                        + " check 'auth' and what it may read");
        api.answer(request -> {
            Answer answer = bulk.apply(request);
            // Its answer was lost, so it is sent again.
            return request.method().equals("DELETE") ? bulk.apply(request) : answer;
        });
        reading.extract("accounts");
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void anAnswerThatTellsNoStateOrNoNameOfTheJobIsAnError() {
        api.answer(request -> request.method().equals("GET") ? Answer.ok("{\"status\":\"x\"}") : bulk.apply(request));
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining("750R001 answered without a job's state at 'state'; check 'status' and 'state' of"
                        + " 'job'; the answer, of status 200, begins with: {\"status\":\"x\"}");
        api.answer(request -> Answer.ok("{}"));
        assertThatThrownBy(() -> reading.extract("accounts"))
                .hasMessageContaining(
                        "sources/api.yml:5:3: source api: the path /jobs/query/${job:id} has a slot without a"
                                + " value; the answers about the job do not have the field");
    }

    @Test
    void noJobIsStartedToLookAtAStream() {
        Preview preview = reading.preview("accounts");
        assertThat(preview.asked()).containsExactly("POST " + api.url() + "/jobs/query");
        assertThat(preview.sample()).isEmpty();
        assertThat(reading.found("accounts")).isEqualTo("not asked: a job would be started for its records");
        assertThat(asked()).isEmpty();
    }

    @Test
    void eachWindowAndEachParentHasAJobOfItsOwn() {
        reading.source(
                "url: " + api.url(),
                "streams:",
                "  regions: { path: /regions }",
                "  visits:",
                "    parent: regions",
                "    window: { start: 2026-02-27, size: 1d, whole: true }",
                "    job:",
                "      start: { path: '/reports/${parent:id}', form: { day: '${from:date}' } }",
                "      status: /reports/${job:report.name}/state",
                "      state: done",
                "      done: 'true'",
                "    path: /files/${job:file}");
        api.answer(request -> {
            String path = request.path();
            if (path.equals("/regions")) {
                return Answer.ok("[{\"id\":\"n\"},{\"id\":\"s\"}]");
            }
            if (request.method().equals("POST")) {
                return Answer.ok("{\"report\":{\"name\":\"" + path.substring(9)
                        + request.body().replace("day=", "-") + "\"},\"file\":\"none\"}");
            }
            return path.startsWith("/files/")
                    ? Answer.ok("[{\"of\":\"" + path.substring(7) + "\"}]")
                    : Answer.ok("{\"done\":true,\"file\":\"" + path.substring(9).replace("/state", "") + "\"}");
        });
        assertThat(reading.lines("visits"))
                .containsExactly(
                        "{\"_parent_id\":\"n\",\"of\":\"n-2026-02-27\"}",
                        "{\"_parent_id\":\"s\",\"of\":\"s-2026-02-27\"}",
                        "{\"_parent_id\":\"n\",\"of\":\"n-2026-02-28\"}",
                        "{\"_parent_id\":\"s\",\"of\":\"s-2026-02-28\"}");
        assertThat(asked().stream().filter(each -> each.startsWith("POST"))).hasSize(4);
    }

    @Test
    void secretsInAJobsRequestsAreNotShown() {
        reading.env("KEY", "hush-hush-77")
                .source(
                        "url: " + api.url(),
                        "streams:",
                        "  s:",
                        "    job:",
                        "      start: { path: /jobs, parameters: { k: '${env:KEY}' } }",
                        "      status: /jobs/${job:id}",
                        "      state: state",
                        "      done: ok",
                        "      failed: bad",
                        "      message: why",
                        "    path: /jobs/${job:id}/rows");
        api.answer(request -> request.method().equals("POST")
                ? Answer.ok("{\"id\":1}")
                : Answer.ok("{\"state\":\"bad\",\"why\":\"the key hush-hush-77 is too old\"}"));
        assertThatThrownBy(() -> reading.extract("s"))
                .hasMessageContaining("'bad': the key *** is too old")
                .hasMessageNotContaining("hush");
        assertThat(reading.preview("s").asked()).containsExactly("POST " + api.url() + "/jobs?k=***");
    }
}
