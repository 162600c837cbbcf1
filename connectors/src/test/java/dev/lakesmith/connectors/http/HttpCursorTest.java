package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on where the last one ended, and each record comes once. */
final class HttpCursorTest {

    private final ApiServer api = ApiServer.start();
    private final Reading reading;
    private final List<String> records = new ArrayList<>();

    HttpCursorTest(@TempDir Path folder) {
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

    private void check(Ledger ledger, String... ids) {
        Extraction extraction = reading.extract("things");
        assertThat(Reading.lines(extraction))
                .extracting(line -> line.replaceAll("\\{\"id\":(\\d+).*", "$1"))
                .containsExactly(ids);
        assertThat(extraction.ledger()).isEqualTo(ledger);
    }

    @Test
    void aCursorThatWasGivenUpAndComesBackDoublesNothing() {
        stream("cursor: at");
        record(1, "1");
        check(Ledger.of(1, 1, 0), "1");

        stream("key: id");
        record(2, "2");
        check(Ledger.of(2, 2, 0), "1", "2");

        stream("cursor: at");
        record(3, "3");
        check(Ledger.of(3, 1, 0, Map.of("landed already", 2L)), "3");
    }

    @Test
    void withoutCursorTheSameRecordsAreLandedOnceWhateverTheirOrder() {
        stream("key: id");
        record(1, "1");
        record(2, "2");
        check(Ledger.of(2, 2, 0), "1", "2");
        records.add(records.remove(0));
        check(Ledger.of(2, 0, 0, Map.of("landed already", 2L)));
        record(3, "3");
        check(Ledger.of(3, 3, 0), "2", "1", "3");
    }

    @Test
    void recordsAtTheBoundaryComeOnce() {
        stream("parameters: { since: '${bookmark}' }, cursor: at");
        record(1, "\"2026-01-01T00:00:00Z\"");
        record(2, "\"2026-01-02T00:00:00Z\"");
        assertThat(reading.pending("things")).isEqualTo("all records, for the first time");
        check(Ledger.of(2, 2, 0), "1", "2");

        // At the boundary, without a value, and one that an API without filter gives again.
        record(3, "\"2026-01-02T01:00:00+01:00\"");
        record(4, "null");
        assertThat(reading.pending("things")).isEqualTo("records with at from 2026-01-02T00:00:00Z on");
        check(Ledger.of(4, 2, 0, Map.of("landed already", 1L, "before the bookmark", 1L)), "3", "4");
        check(Ledger.of(4, 0, 0, Map.of("landed already", 3L, "before the bookmark", 1L)));
        assertThat(api.asked())
                .extracting(each -> each.parameter("since"))
                .containsExactly("", "2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z");

        // A run that sees nothing forgets nothing.
        List<String> kept = List.copyOf(records);
        records.clear();
        check(Ledger.of(0, 0, 0));
        records.addAll(kept);
        check(Ledger.of(4, 0, 0, Map.of("landed already", 3L, "before the bookmark", 1L)));
    }

    @Test
    void manyRecordsAtTheBoundaryAreToldByTheLandedFiles() {
        stream("cursor: at");
        for (int id = 1; id <= 2_500; id++) {
            record(id, "7");
        }
        assertThat(reading.lines("things")).hasSize(2_500);
        assertThat(reading.bookmark("things")).hasSizeLessThan(200).contains("\"since\":\"000001\"");
        record(2_501, "7");
        check(Ledger.of(2_501, 1, 0, Map.of("landed already", 2_500L)), "2501");
        record(2_502, "8");
        check(Ledger.of(2_502, 1, 0, Map.of("landed already", 2_501L)), "2502");
        assertThat(reading.bookmark("things")).contains("\"n8\"").doesNotContain("since");
        check(Ledger.of(2_502, 0, 0, Map.of("landed already", 1L, "before the bookmark", 2_501L)));
    }

    @Test
    void lateRecordsAreFoundWithinTheLookback() {
        stream("parameters: { since: '${bookmark:epoch}' }, cursor: at, lookback: 1h, initial: '2026-01-01'");
        record(1, "\"2026-01-02T10:00:00.000+0000\"");
        record(2, "\"2026-01-02T12:00:00.000+0000\"");
        check(Ledger.of(2, 2, 0), "1", "2");
        record(3, "\"2026-01-02T11:30:00.000+0000\"");
        record(4, "\"2026-01-02T10:30:00.000+0000\"");
        check(Ledger.of(4, 1, 0, Map.of("landed already", 1L, "before the bookmark", 2L)), "3");
        assertThat(api.asked()).extracting(each -> each.parameter("since")).containsExactly("1767225600", "1767351600");

        stream("cursor: at, lookback: 5");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage("sources/api.yml:4:36: 'lookback' is a number, but the cursor is"
                        + " \"2026-01-02T12:00:00.000+0000\"; write a duration for times, a number for numbers, or leave it"
                        + " out");
    }

    @Test
    void aRecordThatChangesWithoutItsKeyAndCursorIsTheSame() {
        stream("cursor: at, key: id");
        record(1, "5");
        check(Ledger.of(1, 1, 0), "1");
        records.set(0, "{\"id\":1,\"at\":5,\"views\":17}");
        record(2, "5");
        check(Ledger.of(2, 1, 0, Map.of("landed already", 1L)), "2");
        records.set(0, "{\"id\":1,\"at\":6,\"views\":17}");
        check(Ledger.of(2, 1, 0, Map.of("landed already", 1L)), "1");
    }

    @Test
    void aCursorChosenLaterDoublesNothing() {
        stream("key: id");
        record(1, "5");
        record(2, "6");
        check(Ledger.of(2, 2, 0), "1", "2");
        stream("cursor: at");
        record(3, "7");
        check(Ledger.of(3, 1, 0, Map.of("landed already", 2L)), "3");
    }

    @Test
    void newestFirstEndsWhereTheLastRunBegan() {
        stream("cursor: at, order: newest_first, pagination: { type: page, parameter: p }");
        api.answer(request -> {
            int page = Integer.parseInt(request.parameter("p"));
            int newest = records.size() - (page - 1) * 2;
            List<String> some = new ArrayList<>();
            for (int i = newest; i > Math.max(0, newest - 2); i--) {
                some.add(records.get(i - 1));
            }
            return Answer.ok(some.toString());
        });
        for (int id = 1; id <= 6; id++) {
            record(id, Integer.toString(id * 10));
        }
        check(Ledger.of(6, 6, 0), "6", "5", "4", "3", "2", "1");
        assertThat(api.asked()).hasSize(4);
        record(7, "70");
        check(Ledger.of(4, 1, 0, Map.of("landed already", 1L, "before the bookmark", 2L)), "7");
        assertThat(api.asked()).hasSize(2);
    }

    @Test
    void windowsAreAskedForOneAfterTheOther() {
        stream("parameters: { from: '${from}', to: '${to:epoch}', last: '${last:yyyyMMdd HH:mm}' },"
                + " window: { start: 2026-02-28, size: 12h }");
        api.answer(request -> Answer.ok("[{\"id\":" + request.parameter("to") + "}]"));
        reading.time("2026-03-01T06:30:00Z");
        assertThat(reading.pending("things")).isEqualTo("3 windows from 2026-02-28T00:00:00Z");
        assertThat(reading.lines("things")).hasSize(3);
        assertThat(api.asked())
                .extracting(Asked::query)
                .extracting(query -> query.get("from") + " " + query.get("last"))
                .containsExactly(
                        "2026-02-28T00:00:00Z 20260228 11:59",
                        "2026-02-28T12:00:00Z 20260228 23:59",
                        "2026-03-01T00:00:00Z 20260301 06:29");

        reading.time("2026-03-01T13:00:00Z");
        assertThat(reading.lines("things")).hasSize(2);
        assertThat(api.asked())
                .extracting(each -> each.parameter("from"))
                .containsExactly("2026-03-01T06:30:00Z", "2026-03-01T12:00:00Z");
    }

    @Test
    void aLongBackfillIsCutIntoRuns() {
        stream("parameters: { day: '${from:date}' }, lookback: 2d,"
                + " window: { start: 2026-02-20, size: 1d, whole: true, most: 3 }");
        api.answer(request -> Answer.ok("[{\"day\":\"" + request.parameter("day") + "\"}]"));
        reading.time("2026-02-28T12:00:00Z");
        assertThat(reading.lines("things")).hasSize(3);
        assertThat(reading.lines("things")).hasSize(3).last().isEqualTo("{\"day\":\"2026-02-25\"}");
        assertThat(reading.lines("things")).hasSize(2).last().isEqualTo("{\"day\":\"2026-02-27\"}");
        assertThat(reading.lines("things")).isEmpty();
    }

    @Test
    void wholeWindowsWaitUntilTheyAreOverAndLookBackWithoutDoubling() {
        stream("parameters: { day: '${from:date}' }, lookback: 1d,"
                + " window: { start: 2026-02-27, size: 1d, whole: true, delay: 2h }");
        api.answer(request -> Answer.ok("[{\"id\":1,\"day\":\"" + request.parameter("day") + "\"}"
                + (records.isEmpty() ? "" : ",{\"id\":2,\"day\":\"" + request.parameter("day") + "\"}") + "]"));
        reading.time("2026-03-01T12:00:00Z");
        check(Ledger.of(2, 2, 0), "1", "1");
        reading.time("2026-03-02T01:00:00Z");
        check(Ledger.of(1, 0, 0, Map.of("landed already", 1L)));
        reading.time("2026-03-02T02:00:00Z");
        record(2, "0");
        check(Ledger.of(4, 3, 0, Map.of("landed already", 1L)), "2", "1", "2");
        assertThat(api.asked())
                .extracting(each -> each.parameter("day"))
                .containsExactly("2026-02-27", "2026-02-28", "2026-02-28", "2026-02-28", "2026-03-01");
    }

    @Test
    void aCursorThatNoRecordHasIsTold() {
        stream("cursor: att");
        record(1, "1");

        assertThatThrownBy(() -> reading.found("things"))
                .hasMessageContaining("no record of the first page has a value at att")
                .hasMessageContaining("check 'cursor'");
        check(Ledger.of(1, 1, 0), "1");
        assertThat(reading.warnings())
                .containsExactly("no record of this run has a value at att, so there is nothing to go on from and each"
                        + " run asks for all records; check 'cursor'");

        stream("cursor: at");
        assertThat(reading.found("things")).isEqualTo("1 record on the first page");
        record(2, "null");
        check(Ledger.of(2, 1, 0, Map.of("landed already", 1L)), "2");
        assertThat(reading.warnings()).isEmpty();
    }
}
