package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of answers in CSV are landed as JSON whose values are texts, and go on as other records do. */
final class HttpCsvTest {

    private final ApiServer api = ApiServer.start();
    private final Reading reading;

    HttpCsvTest(@TempDir Path folder) {
        this.reading = Reading.in(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void stream(String keys) {
        reading.source("url: " + api.url(), "streams:", "  things: { path: /things, format: csv" + keys + " }");
    }

    private static Answer csv(String... lines) {
        return Answer.ok(String.join("\r\n", lines)).with("Content-Type", "text/csv; charset=utf-8");
    }

    @Test
    void recordsKeepEveryCharacterAndTheirLineEnds() {
        stream("");
        api.answer(request -> csv("id;total;note", "1;0.10;\"a \"\"b\"\"; c\nd\"", "002;;\"\"", ""));
        assertThat(reading.lines("things"))
                .containsExactly(
                        "{\"id\":\"1\",\"total\":\"0.10\",\"note\":\"a \\\"b\\\"; c\\nd\"}",
                        "{\"id\":\"002\",\"total\":null,\"note\":\"\"}");
        assertThat(api.asked().get(0).header("accept")).contains("text/csv, */*;q=0.5");
        assertThat(reading.extract("things").ledger()).isEqualTo(Ledger.of(2, 0, 0, Map.of("landed already", 2L)));

        api.answer(request -> Answer.bytes("id\n\u00e9\n".getBytes(StandardCharsets.UTF_16)));
        assertThat(reading.lines("things")).containsExactly("{\"id\":\"\u00e9\"}");
    }

    @Test
    void pagesFollowEachOtherByNumberLinkHeaderOrLastRecord() {
        stream(", pagination: { type: page, parameter: page }");
        api.answer(request -> switch (request.parameter("page")) {
            case "1" -> csv("id", "1", "2");
            case "2" -> csv("id", "2", "3");
            default -> csv("id");
        });
        assertThat(reading.extract("things").ledger())
                .isEqualTo(Ledger.of(4, 3, 0, Map.of("repeated on the next page", 1L)));

        stream(", pagination: { type: link_header }");
        api.answer(request -> request.query().isEmpty()
                ? csv("id", "1").with("Link", "</things?p=2>; rel=\"next\"")
                : csv("id", "4"));
        assertThat(reading.lines("things")).containsExactly("{\"id\":\"1\"}", "{\"id\":\"4\"}");

        stream(", pagination: { type: cursor, parameter: after, last_record: 'no\\.' }");
        api.answer(request -> request.parameter("after").equals("7") ? csv("no.,x") : csv("no.,x", "7,y"));
        assertThat(reading.lines("things")).containsExactly("{\"no.\":\"7\",\"x\":\"y\"}");
    }

    @Test
    void numbersOfACursorAreComparedAsNumbersThoughTheyAreTexts() {
        stream(", cursor: n, parameters: { since: '${bookmark}' }, lookback: 1, initial: 5");
        api.answer(request -> csv("id,n", "a,9", "b,10.25", "c,9.5"));
        assertThat(reading.lines("things")).hasSize(3);
        api.answer(request -> csv("id,n", "b,10.25", "d,10.3", "e,-4", "f,", "g,9.25"));
        assertThat(reading.extract("things").ledger())
                .isEqualTo(Ledger.of(5, 3, 0, Map.of("landed already", 1L, "before the bookmark", 1L)));
        assertThat(api.asked().get(1).parameter("since")).isEqualTo("9.25");
        assertThat(reading.extract("things", "9", "9.6").ledger())
                .isEqualTo(Ledger.of(5, 0, 0, Map.of("landed already", 1L, "outside of the span", 4L)));
    }

    @Test
    void aRecordThatIsNoneIsLandedAsAText() {
        stream(", cursor: at");
        api.answer(request -> csv("id,at", "1,2026-01-01", "2", "3,2026-01-02,x", "4,2026-01-03"));
        assertThat(reading.lines("things"))
                .containsExactly(
                        "{\"id\":\"1\",\"at\":\"2026-01-01\"}",
                        "\"2\"",
                        "\"3,2026-01-02,x\"",
                        "{\"id\":\"4\",\"at\":\"2026-01-03\"}");
        assertThat(reading.extract("things").ledger())
                .isEqualTo(Ledger.of(4, 0, 0, Map.of("landed already", 3L, "before the bookmark", 1L)));
    }

    @Test
    void whatIsNoCsvIsTold() {
        stream("");
        api.answer(request -> Answer.ok("\n <html><body>Log in</body></html>"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage(
                        "source api: GET " + api.url() + "/things answered with something that is no CSV; check 'url',"
                                + " 'path', 'format' and 'auth'; the answer, of status 200,"
                                + " begins with: <html><body>Log in</body></html>");
        api.answer(request -> Answer.ok("{\"error\":\"not yet\"}"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("no CSV")
                .hasMessageContaining("not yet");
        byte[] packed = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 'i', 'd', '\n', '1', '\n'};
        api.answer(request -> Answer.bytes(packed));
        assertThatThrownBy(() -> reading.extract("things")).hasMessageContaining("no CSV");
    }

    @Test
    void childrenInCsvGetTheirParentsFields() {
        reading.source(
                "url: " + api.url(),
                "streams:",
                "  things: { path: /things, format: csv }",
                "  parts: { path: '/things/${parent:id}', parent: things, format: csv, empty_when: [404] }");
        api.answer(request -> switch (request.path()) {
            case "/things" -> csv("id", "a", "b");
            case "/things/a" -> csv("part,n", "x,1", "y,2");
            default -> Answer.status(404, "");
        });
        assertThat(reading.lines("parts"))
                .containsExactly(
                        "{\"_parent_id\":\"a\",\"part\":\"x\",\"n\":\"1\"}",
                        "{\"_parent_id\":\"a\",\"part\":\"y\",\"n\":\"2\"}");
    }
}
