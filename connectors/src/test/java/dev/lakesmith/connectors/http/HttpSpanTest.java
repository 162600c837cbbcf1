package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of an API's records that is asked for again comes beside what is landed, and moves no bookmark. */
final class HttpSpanTest {

    private final ApiServer api = ApiServer.start();
    private final Reading reading;
    private final List<String> records = new ArrayList<>();

    HttpSpanTest(@TempDir Path folder) {
        this.reading = Reading.in(folder);
        api.answer(request -> Answer.ok(records.stream().collect(Collectors.joining(",", "[", "]"))));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void stream(String keys) {
        reading.source("url: " + api.url(), "streams:", "  things: { path: /things, " + keys + " }");
    }

    private void record(int id, String at) {
        records.add("{\"id\":" + id + ",\"at\":" + at + "}");
    }

    private static void check(Extraction extraction, Ledger ledger, String... ids) {
        assertThat(Reading.lines(extraction))
                .extracting(line -> line.replaceAll("\\{\"id\":(\\d+).*", "$1"))
                .containsExactly(ids);
        assertThat(extraction.ledger()).isEqualTo(ledger);
    }

    @Test
    void changedAndLateRecordsOfASpanAreLandedOnceAndTheBookmarkStays() {
        stream("parameters: { since: '${bookmark}' }, cursor: at, lookback: 1d");
        for (int id = 1; id <= 9; id++) {
            record(id, "\"2026-01-0" + id + "T00:00:00Z\"");
        }
        check(reading.extract("things"), Ledger.of(9, 9, 0), "1", "2", "3", "4", "5", "6", "7", "8", "9");
        String bookmark = reading.bookmark("things");

        records.set(2, "{\"id\":3,\"at\":\"2026-01-03T00:00:00Z\",\"mended\":true}");
        record(10, "\"2026-01-04T12:00:00Z\"");
        record(11, "\"2026-01-08T12:00:00Z\"");
        record(12, "null");
        api.asked();
        Map<String, Long> outside = Map.of("landed already", 1L, "outside of the span", 9L);
        check(reading.extract("things", "2026-01-03", "2026-01-05"), Ledger.of(12, 2, 0, outside), "3", "10");
        assertThat(api.asked()).extracting(each -> each.parameter("since")).containsExactly("2026-01-03T00:00:00Z");
        assertThat(reading.bookmark("things")).isEqualTo(bookmark);

        // What the next run asks for is left to it, and comes once.
        check(
                reading.extract("things", "2026-01-01", "2027-01-01"),
                Ledger.of(12, 0, 0, Map.of("landed already", 8L, "outside of the span", 4L)));
        check(
                reading.extract("things"),
                Ledger.of(12, 2, 0, Map.of("landed already", 2L, "before the bookmark", 8L)),
                "11",
                "12");
    }

    @Test
    void aStreamThatWasNeverAskedLandsTheSpanAndThenTheRest() {
        stream("cursor: at, parameters: { since: '${bookmark}' }");
        for (int id = 1; id <= 5; id++) {
            record(id, Integer.toString(id));
        }
        check(reading.extract("things", "2", "4"), Ledger.of(5, 2, 0, Map.of("outside of the span", 3L)), "2", "3");
        assertThat(reading.bookmark("things")).isEmpty();
        check(reading.extract("things"), Ledger.of(5, 3, 0, Map.of("landed already", 2L)), "1", "4", "5");
    }

    @Test
    void aTimeIsWrittenAsTheApiWritesIts() {
        stream("cursor: at, parameters: { since: '${bookmark}' }");
        record(1, "1767225600000");
        record(2, "1767312000000");
        reading.extract("things");
        api.asked();
        check(
                reading.extract("things", "2026-01-01", "2026-01-02"),
                Ledger.of(2, 0, 0, Map.of("landed already", 1L, "outside of the span", 1L)));
        assertThat(api.asked()).extracting(each -> each.parameter("since")).containsExactly("1767225600000");
        assertThatThrownBy(() -> reading.pending("things", "soon", ""))
                .hasMessageContainingAll(
                        "'soon' is no value of the cursor of api.things", "a number, as 17", "or a time");
    }

    @Test
    void aTimeIsComparedWithNumbersThatAreNotKnownYet() {
        stream("cursor: at");
        record(1, "1767225600");
        record(2, "1767312000");
        record(3, "1767398400");
        check(
                reading.extract("things", "2026-01-02", "2026-01-03"),
                Ledger.of(3, 1, 0, Map.of("outside of the span", 2L)),
                "2");
        assertThatThrownBy(() -> reading.extract("things", "soon", ""))
                .hasMessageContainingAll("'soon' is no value of the cursor of api.things", "a number, as 17");
    }

    @Test
    void aSpanThatCannotBeIsRefused() {
        stream("cursor: at");
        record(1, "\"2026-01-02\"");
        reading.extract("things");
        assertThatThrownBy(() -> reading.pending("things", "2026-13-45", ""))
                .hasMessageContaining("'2026-13-45' is no");
        assertThatThrownBy(() -> reading.pending("things", "2026-02-30", ""))
                .hasMessageContaining("'2026-02-30' is no");
        assertThatThrownBy(() -> reading.pending("things", "2026-01-02", "2026-01-02"))
                .hasMessageContaining("nothing of api.things is from 2026-01-02 on and below 2026-01-02");
        assertThat(reading.pending("things", "2026-01-05", ""))
                .isEqualTo("records with at from 2026-01-05 on, as far as 2026-01-02, where the next run begins");

        stream("parameters: { a: '${from}' }, window: { start: 2026-01-10, size: 1h }");
        assertThatThrownBy(() -> reading.pending("things", "2026-01-03", "2026-01-02"))
                .hasMessageContaining("nothing of api.things is from 2026-01-03 on and below 2026-01-02");
        assertThatThrownBy(() -> reading.pending("things", "0001-01-01", "2026-01-02"))
                .hasMessageContainingAll("'0001-01-01'", "at most 100000 windows");
    }

    @Test
    void windowsOfASpanAreAskedForUpToWhereTheNextRunBegins() {
        reading.time("2026-01-20T12:00:00Z");
        stream("parameters: { a: '${from}', b: '${to}' }, window: { start: 2026-01-10, size: 2d }, lookback: 1d");
        api.answer(request -> Answer.ok("[{\"id\":1,\"day\":\"" + request.parameter("a") + "\"}]"));
        reading.extract("things");
        String bookmark = reading.bookmark("things");
        api.asked();

        assertThat(reading.pending("things", "2026-01-05T18:00:00Z", "2026-01-13"))
                .isEqualTo("5 windows from 2026-01-05T18:00:00Z to 2026-01-13T00:00:00Z");
        Extraction extraction = reading.extract("things", "2026-01-05T18:00:00Z", "2026-01-13");
        assertThat(extraction.ledger()).isEqualTo(Ledger.of(5, 3, 0, Map.of("landed already", 2L)));
        assertThat(api.asked())
                .extracting(each -> (each.parameter("a") + " " + each.parameter("b")).replace(":00:00Z", ""))
                .containsExactly(
                        "2026-01-05T18 2026-01-06T00",
                        "2026-01-06T00 2026-01-08T00",
                        "2026-01-08T00 2026-01-10T00",
                        "2026-01-10T00 2026-01-12T00",
                        "2026-01-12T00 2026-01-13T00");
        assertThat(reading.bookmark("things")).isEqualTo(bookmark);

        assertThat(reading.pending("things", "2026-01-18", ""))
                .isEqualTo("1 window from 2026-01-18T00:00:00Z to 2026-01-19T12:00:00Z");
        assertThat(reading.pending("things", "2026-01-20", "2026-02-01"))
                .isEqualTo("no window: the next run asks for all of it");
        assertThatThrownBy(() -> reading.pending("things", "soon", "")).hasMessageContaining("2026-01-31T12:00:00Z");
    }

    @Test
    void wholeWindowsOfASpanStayWhole() {
        reading.time("2026-01-20T12:00:00Z");
        stream("parameters: { a: '${from:date}', b: '${last:date}' }, window: { start: 2026-01-10, size: 2d, whole:"
                + " true }");
        assertThat(reading.pending("things", "2026-01-05T18:00:00Z", "2026-01-13"))
                .isEqualTo("5 windows from 2026-01-04T00:00:00Z to 2026-01-14T00:00:00Z");
        assertThat(reading.pending("things", "2026-01-18", ""))
                .isEqualTo("1 window from 2026-01-18T00:00:00Z to 2026-01-20T00:00:00Z");
        assertThat(reading.pending("things", "2026-01-19", "2026-01-21"))
                .isEqualTo("1 window from 2026-01-18T00:00:00Z to 2026-01-20T00:00:00Z");
    }

    @Test
    void aStreamWithoutCursorHasNoSpans() {
        stream("key: id");
        assertThatThrownBy(() -> reading.pending("things", "1", "2"))
                .hasMessageContainingAll("sources/api.yml:4:", "api.things has no 'cursor' and no 'window'");
    }

    @Test
    void aPreviewHasTheRequestWithoutSecretsAndTheFirstNewRecords() {
        reading.source(
                "url: " + api.url(),
                "auth: { type: api_key, key: topsecret99, parameter: k }",
                "streams:",
                "  things: { path: /things, cursor: at, parameters: { since: '${bookmark}', k2: topsecret99 } }",
                "  lines: { path: '/things/${parent:id}', parent: things }");
        record(1, "1");
        record(2, "2");
        record(3, "3");
        Preview first = reading.preview("things");
        assertThat(first.asked()).containsExactly("GET " + api.url() + "/things?k2=***");
        assertThat(first.sample().orElseThrow().rows())
                .containsExactly(List.of("{\"id\":1,\"at\":1}"), List.of("{\"id\":2,\"at\":2}"));
        assertThat(reading.bookmark("things")).isEmpty();

        reading.extract("things");
        record(4, "4");
        Preview next = reading.preview("things");
        assertThat(next.asked()).containsExactly("GET " + api.url() + "/things?since=3&k2=***");
        assertThat(next.sample().orElseThrow().rows()).containsExactly(List.of("{\"id\":4,\"at\":4}"));
        assertThat(reading.preview("lines").asked()).containsExactly(api.url() + "/things/${parent:id}");
        assertThat(reading.preview("lines").sample().orElseThrow().rows()).hasSize(2);
    }
}
