package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not what JSON over HTTP should be are read where that is safe, and told where it is not. */
final class HttpOddAnswersTest {

    private final ApiServer api = ApiServer.start();
    private final Reading reading;

    HttpOddAnswersTest(@TempDir Path folder) {
        this.reading = Reading.in(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void stream(String keys) {
        reading.source(
                "url: " + api.url(),
                "retry: { tries: 1 }",
                "streams:",
                "  things: { path: /things" + (keys.isEmpty() ? "" : ", " + keys) + " }");
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> reading.extract("things"))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, ''", // Java marks it
        "UTF-16LE, ''",
        "UTF-16BE, ''",
        "UTF-16LE, \uFEFF",
        "UTF-32LE, ''",
        "UTF-32BE, \uFEFF",
        "UTF-8, \uFEFF"
    })
    void anAnswerMayBeInAnyUnicode(String charset, String mark) {
        api.answer(request -> Answer.bytes((mark + "[{\"id\":1,\"name\":\"é\"}]").getBytes(Charset.forName(charset))));
        stream("");

        assertThat(reading.lines("things")).containsExactly("{\"id\":1,\"name\":\"é\"}");
    }

    @Test
    void anAnswerThatIsNotInItsEncodingIsNotReadAsSomethingElse() {
        api.answer(request -> Answer.bytes(new byte[] {'[', '"', (byte) 0x81, '"', ']'})
                .with("Content-Type", "application/json; charset=windows-1252"));
        stream("");

        refused("with bytes that are no windows-1252");
    }

    @Test
    void aRecordWithBrokenCharactersIsLandedAsItIsBetweenTheOthers() throws IOException {
        byte[] answer = "[{\"id\":1,\"at\":1},{\"id\":2,\"at\":2,\"name\":\"Ren\u00e9\"},{\"at\":3,\"id\":3}]"
                .getBytes(StandardCharsets.ISO_8859_1);
        api.answer(request -> Answer.bytes(answer));
        stream("cursor: at, key: id");

        Path file = Path.of(reading.extract("things").files().get(0).landedPath());
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).lines())
                .containsExactly(
                        "{\"id\":1,\"at\":1}", "{\"id\":2,\"at\":2,\"name\":\"Ren\u00e9\"}", "{\"at\":3,\"id\":3}");
        assertThat(reading.extract("things").ledger().written()).isZero();

        stream("cursor: id");
        assertThat(reading.extract("things").ledger().written()).isZero();
    }

    @Test
    void whatGzipLosesIsTold() {
        stream("");

        api.answer(request -> Answer.ok("[{\"id\":1}]").gzip().cut(4));
        refused("the answer, packed with gzip, ends too early");
        api.answer(request -> Answer.ok("[{\"id\":1}]").with("Content-Encoding", "gzip"));
        refused("the answer, packed with gzip, is damaged: Not in GZIP format");
        api.answer(request -> Answer.ok("[{\"id\":1}]").with("Content-Encoding", "br"));
        refused("the answer is packed as br, which was not asked for");
    }

    @Test
    void whatStandsInTheRecordsPlaceIsTold() {
        stream("records: data");

        api.answer(request -> Answer.ok("{\"data\":\"none today\"}"));
        refused("without records at 'data'; there is a text; check 'records'");
        api.answer(request -> Answer.ok("{\"data\":false}"));
        refused("without records at 'data'; there is the value false");
    }

    @Test
    void aRecordOfTooManyLevelsIsTold() {
        api.answer(request -> Answer.ok("[".repeat(2_000) + "]".repeat(2_000)));
        stream("");

        refused("no JSON: Document nesting depth (1001) exceeds the maximum allowed (1000)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pagination: { type: cursor, parameter: after, next: next }",
                "pagination: { type: next_link, next: link }",
                "pagination: { type: page, parameter: page }"
            })
    void pagesThatGoRoundInACircleUnderEverNewNamesEnd(String pagination) {
        AtomicInteger page = new AtomicInteger();
        api.answer(request -> {
            int number = page.incrementAndGet();
            return Answer.ok("{\"data\":[{\"id\":" + number % 3 + "}],\"next\":\"c" + number
                    + "\",\"link\":\"/things?p=" + number + "\"}");
        });
        stream("records: data, " + pagination);

        refused("answered with 20 pages in a row whose records came before, and a next one", "check 'pagination'");
    }

    @Test
    void emptyPagesWithoutEndEnd() {
        AtomicInteger page = new AtomicInteger();
        api.answer(request -> Answer.ok("{\"data\":[],\"next\":\"c" + page.incrementAndGet() + "\"}"));
        stream("records: data, pagination: { type: cursor, parameter: after, next: next }");

        refused("answered with 1000 pages in a row that have no records, and a next one");
    }

    @Test
    void pagesOfTheSameRecordsNowAndThenAreRead() {
        AtomicInteger page = new AtomicInteger();
        api.answer(request -> {
            int number = page.incrementAndGet();
            String id = number % 2 == 0 ? "0" : Integer.toString(number);
            return Answer.ok(
                    "{\"data\":[{\"id\":" + id + "}],\"next\":" + (number < 60 ? "\"c" + number + "\"" : "null") + "}");
        });
        stream("records: data, pagination: { type: cursor, parameter: after, next: next }");

        assertThat(reading.lines("things")).hasSize(60);
    }

    @Test
    void aPathAndALinkMayHoldCharactersThatUrlsDoNot() {
        api.answer(request -> Answer.ok(
                request.query().isEmpty()
                        ? "{\"data\":[{\"id\":1}],\"link\":\"/größe 1|2?filter[a]=x y%20z&b=100%\"}"
                        : "{\"data\":[{\"id\":2}]}"));
        reading.source(
                "url: " + api.url(),
                "streams:",
                "  things: { path: /größe 1|2, records: data, pagination: { type: next_link, next: link } }");

        assertThat(reading.lines("things")).hasSize(2);
        assertThat(api.asked())
                .extracting(ApiServer.Asked::toString)
                .containsExactly("GET /größe 1|2", "GET /größe 1|2 {filter[a]=x y z, b=100%}");
    }

    @Test
    void headersThatCannotBeSentAreToldWithoutTheirValues() {
        reading.env("TOKEN", "abcdefgh\n")
                .source(
                        "url: " + api.url(),
                        "auth: { type: bearer, token: '${env:TOKEN}' }",
                        "streams:",
                        "  things: { path: /things }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("the header 'Authorization' cannot be sent: its value holds a line end")
                .hasMessageNotContaining("abcdefgh");

        stream("headers: { X Key: a }");
        refused("the header 'X Key' cannot be sent", "check 'auth' and 'headers'");
    }

    @Test
    void digitsInQuotesAreComparedAsNumbers() {
        stream("cursor: id");
        api.answer(request -> Answer.ok("[{\"id\":\"999999999999999999\"},{\"id\":\"99999999999\"}]"));
        assertThat(reading.lines("things")).hasSize(2);

        api.answer(request -> Answer.ok("[{\"id\":\"1000000000000000000\"},{\"id\":\"100000000001\"}]"));
        assertThat(reading.lines("things")).containsExactly("{\"id\":\"1000000000000000000\"}");
        assertThat(reading.bookmark("things")).contains("t1000000000000000000");
    }

    @Test
    void lookingBackFromDigitsAsksForDigits() {
        stream("cursor: at, lookback: 1m, parameters: { since: '${bookmark}' }");
        api.answer(request -> Answer.ok("[{\"at\":\"1767225600\"}]"));
        reading.extract("things");
        api.asked();
        reading.extract("things");

        assertThat(api.asked())
                .extracting(request -> request.parameter("since"))
                .containsExactly("1767225540");
    }
}
