package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import dev.lakesmith.vocabulary.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a misbehaving server does is waited out where that helps, and told without secrets where it does not. */
final class HttpFailuresTest {

    private static final String THING = "[{\"id\":1}]";

    private final ApiServer api = ApiServer.start();
    private final Path folder;
    private final Reading reading;

    HttpFailuresTest(@TempDir Path folder) {
        this.folder = folder;
        this.reading = Reading.in(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void source(String... more) {
        String[] lines = new String[more.length + 3];
        lines[0] = "url: " + api.url();
        System.arraycopy(more, 0, lines, 1, more.length);
        lines[more.length + 1] = "streams:";
        lines[more.length + 2] = "  things: { path: /things, empty_when: [404] }";
        reading.source(lines);
    }

    /** The answers one after the other; the last one stays. */
    private void answers(IntFunction<Answer> byNumber) {
        AtomicInteger number = new AtomicInteger();
        api.answer(request -> byNumber.apply(number.incrementAndGet()));
    }

    @Test
    void brokenAnswersAreAskedForAgainWithGrowingWaits() {
        source();
        answers(number -> switch (number) {
            case 1 -> Answer.status(500, "oops");
            case 2 -> Answer.ok("[{\"id\":1},{\"id\":2},{\"id\":3}]").half();
            case 3 -> Answer.status(502, "");
            case 4 -> Answer.ok("[{\"id\":1},{\"id\"");
            default -> Answer.ok(THING);
        });

        assertThat(reading.lines("things")).containsExactly("{\"id\":1}");
        assertThat(reading.waits()).hasSize(4).satisfies(waits -> {
            for (int i = 0; i < 4; i++) {
                assertThat(waits.get(i)).isBetween(Duration.ofMillis(500L << i), Duration.ofMillis(1000L << i));
            }
        });
    }

    @Test
    void anApiThatAsksToWaitIsWaitedFor() {
        source();
        answers(number -> switch (number) {
            case 1 -> Answer.status(429, "").with("Retry-After", "7");
            case 2 -> Answer.status(503, "").with("Retry-After", "Sun, 01 Mar 2026 12:00:30 GMT");
            case 3 -> Answer.status(403, "").with("X-RateLimit-Remaining", "0").with("X-RateLimit-Reset", "1772366460");
            case 4 -> Answer.status(429, "").with("Retry-After", "0");
            default -> Answer.ok(THING);
        });

        assertThat(reading.lines("things")).hasSize(1);
        assertThat(reading.waits())
                .containsExactly(
                        Duration.ofSeconds(7), Duration.ofSeconds(23), Duration.ofSeconds(30), Duration.ofSeconds(1));

        answers(number -> Answer.status(429, "{}").with("Retry-After", "3600"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage(
                        "source api: GET " + api.url() + "/things answered with status 429: {}; it asks to wait 60 min,"
                                + " and after 15 min in all it is given up; tried once");
    }

    @Test
    void aBudgetSpreadsRequestsOverMinutes() {
        source("requests_per_minute: 2");
        answers(number -> Answer.ok(THING));
        for (int i = 0; i < 5; i++) {
            reading.extract("things");
        }
        assertThat(reading.waits()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    @Test
    void aFailureSaysWhetherOtherStreamsWouldMeetItAndIsNotForTheRunToTryAgain() {
        source("retry: { tries: 2 }");
        Map<Integer, Extent> passing = Map.of(500, Extent.STREAM, 503, Extent.SOURCE, 429, Extent.SOURCE);
        passing.forEach((status, extent) -> {
            answers(number -> Answer.status(status, "{\"error\":\"broken\"}"));
            SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> reading.extract("things"));
            assertThat(failure.message())
                    .startsWith("source api: GET " + api.url() + "/things answered with status " + status
                            + ": {\"error\":\"broken\"}; tried 2 times in ");
            assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
            assertThat(failure.outlook()).isEqualTo(Outlook.TRIED);
            assertThat(failure.extent()).as("status " + status).isEqualTo(extent);
        });
        Map<Integer, Extent> staying = Map.of(401, Extent.SOURCE, 403, Extent.SOURCE, 405, Extent.STREAM);
        staying.forEach((status, extent) -> {
            answers(number -> Answer.status(status, "{}"));
            SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> reading.extract("things"));
            assertThat(failure.outlook()).isEqualTo(Outlook.FATAL);
            assertThat(failure.extent()).as("status " + status).isEqualTo(extent);
        });
    }

    @Test
    void whatIsNoJsonIsToldWithItsBeginning() {
        source();
        answers(number -> Answer.ok("<html>\n <body>Log  in</body></html>"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage("source api: GET " + api.url() + "/things answered with something that is no JSON (line 1,"
                        + " column 1); the answer, of status 200, begins with: <html> <body>Log in</body></html>; it looks"
                        + " like a page for people, such as a login: check 'url', 'path' and 'auth'");
        assertThat(reading.waits()).isEmpty();

        reading.source("url: " + api.url(), "streams:", "  things: { path: /things, records: data.items }");
        answers(number -> Answer.ok("{\"data\":{\"rows\":[],\"n\":1},\"x\":2}"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage(
                        "source api: GET " + api.url() + "/things answered without records at 'data.items'; there are"
                                + " rows, n; check 'records', or write missing_records: none when an answer may have none; the"
                                + " answer, of status 200, begins with: {\"data\":{\"rows\":[],\"n\":1},\"x\":2}");

        reading.source(
                "url: " + api.url(), "streams:", "  things: { path: /things, records: rows, missing_records: none }");
        assertThat(reading.lines("things")).isEmpty();
    }

    @Test
    void refusalsAreFinalAndSayWhatToLookAt() {
        source();
        answers(number -> Answer.status(401, "{\"message\":\"Bad credentials\"}"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage("source api: GET " + api.url() + "/things answered with status 401: {\"message\":\"Bad"
                        + " credentials\"}; check 'auth' and what it may read");
        assertThat(api.asked()).hasSize(1);

        answers(number -> Answer.status(404, ""));
        assertThat(reading.lines("things")).isEmpty();
    }

    @Test
    void redirectsStayAtTheHost() {
        source();
        api.answer(request -> request.path().equals("/things")
                ? Answer.status(302, "").with("Location", "/v2/things?x=1")
                : Answer.ok(THING));
        assertThat(reading.lines("things")).hasSize(1);

        answers(number -> Answer.status(302, "").with("Location", "http://127.0.0.2/login?secret=1"));
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage("source api: GET " + api.url() + "/things answered with a redirect to"
                        + " http://127.0.0.2/login?…, another host than " + api.url() + "; check 'url' and 'auth'");
    }

    @Test
    void aStalledAnswerIsGivenUp() {
        source("timeout: 150ms", "retry: { tries: 2 }");
        CountDownLatch never = new CountDownLatch(1);
        answers(number -> {
            if (number > 1) {
                return Answer.ok(THING);
            }
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.ok("[]");
        });
        assertThat(reading.lines("things")).hasSize(1);
        assertThat(reading.waits()).hasSize(1);
        never.countDown();
    }

    @Test
    void anAnswerThatIsTooLargeIsToldPackedOrNot() {
        source("largest_page: 1KB");
        String large = "[\"" + "x".repeat(2_000) + "\"]";
        for (Answer answer : new Answer[] {Answer.ok(large), Answer.ok(large).gzip()}) {
            answers(number -> answer);
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessage("source api: GET " + api.url() + "/things: the answer is larger than largest_page, 1000"
                            + " bytes; ask for smaller pages, or raise it");
        }
    }

    @Test
    void aConnectionThatIsResetInTheMiddleIsTriedAgain() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AtomicInteger connections = new AtomicInteger();
            Thread resetting = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        connections.incrementAndGet();
                        socket.getInputStream().read(new byte[4_096]);
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{\"i"
                                        .getBytes(StandardCharsets.US_ASCII));
                        socket.setSoLinger(true, 0);
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            resetting.start();
            reading.source(
                    "url: http://127.0.0.1:" + server.getLocalPort(),
                    "retry: { tries: 3 }",
                    "streams: { things: { path: /things } }");
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessageContaining("the connection broke: ")
                    .hasMessageContaining("; tried 3 times in ");
            assertThat(connections.get()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        reading.source(
                "url: http://127.0.0.1:" + port, "retry: { tries: 2 }", "streams: { things: { path: /things } }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("source api: GET http://127.0.0.1:" + port + "/things: cannot connect")
                .hasMessageContaining("tried 2 times");
    }

    @Test
    void nothingIsLeftOfABatchThatFails() throws IOException {
        reading.source(
                "url: " + api.url(),
                "retry: { tries: 1 }",
                "streams: { things: { path: /things, cursor: id, pagination: { type: page, parameter: page } } }");
        api.answer(request -> request.parameter("page").equals("1") ? Answer.ok(THING) : Answer.status(500, ""));
        assertThatThrownBy(() -> reading.extract("things")).hasMessageContaining("page=2 answered with status 500");
        assertThat(reading.bookmark("things")).isEmpty();

        api.answer(request -> Answer.ok(request.parameter("page").equals("1") ? THING : "[]"));
        assertThat(reading.lines("things")).containsExactly("{\"id\":1}");
        assertThat(Files.exists(folder.resolve("landing"))).isTrue();
    }
}
