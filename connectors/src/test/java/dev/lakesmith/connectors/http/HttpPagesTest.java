package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages follow each other in every way there is, and each record is landed as it was sent. */
final class HttpPagesTest {

    private final ApiServer api = ApiServer.start();
    private final Reading reading;

    HttpPagesTest(@TempDir Path folder) {
        this.reading = Reading.in(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void stream(String keys) {
        reading.source("url: " + api.url() + "/v1", "streams:", "  things: { path: /things, " + keys + " }");
    }

    private static String things(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "{\"id\":" + n + "}").collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "{\"id\":" + n + "}").toList();
    }

    private List<String> asked(String parameter) {
        return api.asked().stream().map(each -> each.parameter(parameter)).toList();
    }

    @Test
    void recordsAreLandedByteForByteOneALine() {
        api.answer(request -> Answer.ok("""
                {
                  "data" : {
                    "items": [
                      { "n" : 1.10, "big": 123456789012345678901234567890, "e": 1E+2,
                        "text": "a \\"b\\" \\u00e9 é", "none": null },
                      {},
                      7,
                      "plain"
                    ]
                  },
                  "more": false
                }
                """));
        stream("records: data.items");

        assertThat(reading.lines("things"))
                .containsExactly(
                        "{ \"n\" : 1.10, \"big\": 123456789012345678901234567890, \"e\": 1E+2,        "
                                + "\"text\": \"a \\\"b\\\" \\u00e9 é\", \"none\": null }",
                        "{}",
                        "7",
                        "\"plain\"");
    }

    @Test
    void anAnswerWithoutPathIsItsArrayOrOneRecord() {
        api.answer(request -> Answer.ok(things(0, 3)));
        stream("parameters: { q: 'a b&c' }");
        assertThat(reading.lines("things")).isEqualTo(lines(0, 3));
        assertThat(asked("q")).containsExactly("a b&c");

        api.answer(request -> Answer.ok("{\"one\": true}").gzip());
        assertThat(reading.lines("things")).containsExactly("{\"one\": true}");
    }

    @Test
    void numberedPagesEndWithAShortOneOnceTheSizeHolds() {
        api.answer(request -> switch (request.parameter("page")) {
            case "1" -> Answer.ok(things(0, 3));
            case "2" -> Answer.ok(things(3, 6));
            default -> Answer.ok(things(6, 7));
        });
        stream("pagination: { type: page, parameter: page, size: 3, size_parameter: limit }");

        assertThat(reading.lines("things")).isEqualTo(lines(0, 7));
        List<Asked> asked = api.asked();
        assertThat(asked.stream().map(each -> each.parameter("page"))).containsExactly("1", "2", "3");
        assertThat(asked.get(0).parameter("limit")).isEqualTo("3");
    }

    @Test
    void anApiThatGivesSmallerPagesThanAskedForLosesNothing() {
        api.answer(request -> {
            int from = Integer.parseInt(request.parameter("offset"));
            return Answer.ok(things(from, Math.min(from + 2, 5)));
        });
        stream("pagination: { type: offset, parameter: offset, size: 100 }");

        assertThat(reading.lines("things")).isEqualTo(lines(0, 5));
        assertThat(asked("offset")).containsExactly("0", "2", "4");
    }

    @Test
    void pagesWithoutASizeEndWithAnEmptyOne() {
        api.answer(request -> Answer.ok(request.parameter("p").equals("0") ? things(0, 2) : "[]"));
        stream("pagination: { type: page, parameter: p, first: 0 }");

        assertThat(reading.lines("things")).isEqualTo(lines(0, 2));
        assertThat(asked("p")).containsExactly("0", "1");
    }

    @Test
    void aCursorIsTakenFromThePageOrItsLastRecord() {
        api.answer(request -> request.parameter("after").isEmpty()
                ? Answer.ok("{\"items\":" + things(0, 2) + ",\"paging\":{\"next\":{\"after\":\"x y\"}}}")
                : Answer.ok("{\"items\":" + things(2, 3) + "}"));
        stream("records: items, pagination: { type: cursor, parameter: after, next: paging.next.after }");
        assertThat(reading.lines("things")).isEqualTo(lines(0, 3));
        assertThat(asked("after")).containsExactly("", "x y");

        api.answer(request -> request.parameter("starting_after").isEmpty()
                ? Answer.ok("{\"has_more\":true,\"data\":" + things(0, 2) + "}")
                : Answer.ok("{\"has_more\":false,\"data\":" + things(2, 3) + "}"));
        stream(
                "records: data, pagination: { type: cursor, parameter: starting_after, last_record: id, more: has_more }");
        assertThat(reading.extract("things").ledger()).isEqualTo(Ledger.of(3, 0, 0, Map.of("landed already", 3L)));
        assertThat(asked("starting_after")).containsExactly("", "1");
    }

    @Test
    void nextLinksInBodyAndHeaderAreFollowed() {
        api.answer(request -> request.path().endsWith("/2")
                ? Answer.ok("{\"v\":" + things(2, 3) + "}")
                : Answer.ok("{\"v\":" + things(0, 2) + ",\"@odata.nextLink\":\"/v1/things/2\"}"));
        stream("records: v, pagination: { type: next_link, next: '@odata\\.nextLink' }");
        assertThat(reading.lines("things")).isEqualTo(lines(0, 3));

        api.answer(request -> request.parameter("page").isEmpty()
                ? Answer.ok(things(0, 2))
                        .with(
                                "Link",
                                "<" + api.url() + "/first>; rel=\"first\", <" + api.url()
                                        + "/v1/things?page=2,x>; title=\"a\"; rel=\"next last\"")
                : Answer.ok(things(2, 4)));
        stream("pagination: { type: link_header }");
        assertThat(reading.lines("things")).isEqualTo(lines(0, 4));
    }

    @Test
    void aBodyAsksWithNumbersForNumbersAndLeavesOutWhatHasNoValue() {
        api.answer(request -> request.body().contains("after")
                ? Answer.ok("{\"items\":" + things(2, 3) + "}")
                : Answer.ok("{\"items\":" + things(0, 2) + ",\"next\":17}"));
        stream("records: items, pagination: { type: cursor, next: next },"
                + " body: { limit: 2, filter: { text: 'a \"b\"' }, after: '${cursor}', note: 'from ${cursor}' }");

        assertThat(reading.lines("things")).isEqualTo(lines(0, 3));
        assertThat(api.asked())
                .extracting(Asked::toString)
                .containsExactly(
                        "POST /v1/things {\"limit\":2,\"filter\":{\"text\":\"a \\\"b\\\"\"}}",
                        "POST /v1/things {\"limit\":2,\"filter\":{\"text\":\"a \\\"b\\\"\"},\"after\":17,\"note\":\"from"
                                + " 17\"}");
    }

    @Test
    void pagingThatWouldNeverEndIsAnError() {
        api.answer(request -> Answer.ok("{\"items\":" + things(0, 2) + ",\"next\":\"same\"}"));
        stream("records: items, pagination: { type: cursor, parameter: after, next: next }");
        assertThatThrownBy(() -> reading.extract("things"))
                .isInstanceOf(LakesmithException.class)
                .hasMessage(
                        "sources/api.yml:4:3: source api: GET " + api.url() + "/v1/things?after=same would be page 3,"
                                + " but was page 2 already, so paging would never end; check 'pagination'");

        api.answer(request -> Answer.ok(things(0, 2)));
        stream("pagination: { type: page, parameter: wrong, size: 2 }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("?wrong=2 answered with the same records as the page before; check 'pagination'");

        api.answer(request -> Answer.ok("{\"v\":[],\"next\":\"http://elsewhere.example/x\"}"));
        stream("records: v, pagination: { type: next_link, next: next }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("with a next page at another host, http://elsewhere.example; it is not followed");
    }

    @Test
    void aRecordThatMovesToTheNextPageComesOnce() {
        api.answer(request -> Answer.ok(
                switch (request.parameter("page")) {
                    case "1" -> things(0, 3);
                    case "2" -> "[{\"id\":2},{\"id\":3},{\"id\":4}]";
                    default -> "[]";
                }));
        stream("pagination: { type: page, parameter: page, size: 3 }");

        var extraction = reading.extract("things");
        assertThat(Reading.lines(extraction)).isEqualTo(lines(0, 5));
        assertThat(extraction.ledger()).isEqualTo(Ledger.of(6, 5, 0, Map.of("repeated on the next page", 1L)));
    }

    @Test
    void tryingAStreamTellsWhetherItsFirstPageIsTheOnlyOne() {
        api.answer(request -> Answer.ok("{\"items\":" + things(0, 2) + ",\"paging\":{\"next\":\"x\"}}"));
        stream("records: items, pagination: { type: cursor, parameter: after, next: paging.next }");
        assertThat(reading.found("things")).isEqualTo("2 records on the first page, another follows");

        stream("records: items, pagination: { type: cursor, parameter: after, next: page.next }");
        assertThat(reading.found("things")).isEqualTo("2 records on the first page, none follows");

        stream("records: items");
        assertThat(reading.found("things")).isEqualTo("2 records on the first page");
        assertThat(asked("after")).containsExactly("", "", "");
    }
}
