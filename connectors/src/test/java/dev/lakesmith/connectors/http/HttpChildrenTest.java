package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream is asked for each record of its parent, several at a time, and its records say whose they are. */
final class HttpChildrenTest {

    private final ApiServer api = ApiServer.start();
    private final Path folder;
    private final Reading reading;

    HttpChildrenTest(@TempDir Path folder) {
        this.folder = folder;
        this.reading = Reading.in(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void recordsComeInTheOrderOfTheirParentsHoweverTheAnswersCome() throws Exception {
        reading.source(
                "url: " + api.url(),
                "parallel: 3",
                "streams:",
                "  orders: { path: /orders, pagination: { type: page, parameter: page } }",
                "  lines:",
                "    path: '/orders/${parent:id}/lines'",
                "    parent: { stream: orders, keys: [customer.name] }",
                "    empty_when: [404]");
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        api.answer(request -> {
            if (request.path().equals("/orders")) {
                int page = Integer.parseInt(request.parameter("page"));
                return Answer.ok(
                        page > 2
                                ? "[]"
                                : IntStream.range(page * 10, page * 10 + 3)
                                        .mapToObj(
                                                n -> "{\"id\":\"a/" + n + "\",\"customer\":{\"name\":\"N" + n + "\"}}")
                                        .collect(Collectors.joining(",", "[", "]")));
            }
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                if (request.path().contains("10")) {
                    first.countDown();
                    second.await(5, TimeUnit.SECONDS);
                } else if (request.path().contains("11")) {
                    // Answered while the first one waits.
                    first.await(5, TimeUnit.SECONDS);
                    second.countDown();
                    return Answer.status(404, "");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                atOnce.decrementAndGet();
            }
            return Answer.ok("[{ \"n\": 1.0 },{}, 5]");
        });

        List<String> lines = reading.lines("lines");
        assertThat(lines)
                .hasSize(15)
                .startsWith(
                        "{\"_parent_id\":\"a/10\",\"_parent_customer_name\":\"N10\", \"n\": 1.0 }",
                        "{\"_parent_id\":\"a/10\",\"_parent_customer_name\":\"N10\"}",
                        "5",
                        "{\"_parent_id\":\"a/12\",\"_parent_customer_name\":\"N12\", \"n\": 1.0 }");
        assertThat(lines.get(14)).isEqualTo("5");
        assertThat(most.get()).isBetween(2, 3);
        try (var left = Files.walk(folder.resolve("landing"))) {
            assertThat(left.filter(Files::isRegularFile)).hasSize(1);
        }
        assertThat(reading.extract("lines").ledger()).isEqualTo(Ledger.of(15, 0, 0, Map.of("landed already", 15L)));
    }

    @Test
    void onlyParentsThatAreNewAreAskedFor() {
        reading.source(
                "url: " + api.url(),
                "streams:",
                "  orders: { path: /orders, cursor: changed, parameters: { since: '${bookmark}' } }",
                "  lines:",
                "    path: /lines",
                "    parameters: { order: '${parent:id}' }",
                "    parent: { stream: orders, records: changed }");
        StringBuilder orders = new StringBuilder("{\"id\":1,\"changed\":5},{\"id\":2,\"changed\":6}");
        api.answer(request ->
                Answer.ok(request.path().equals("/orders") ? "[" + orders + "]" : "[{\"line\":1},{\"line\":2}]"));
        assertThat(reading.lines("lines")).hasSize(4);
        assertThat(reading.lines("lines")).isEmpty();

        orders.append(",{\"id\":3,\"changed\":6},{\"id\":1,\"changed\":9}");
        api.asked();
        assertThat(reading.lines("lines"))
                .containsExactly(
                        "{\"_parent_id\":3,\"line\":1}",
                        "{\"_parent_id\":3,\"line\":2}",
                        "{\"_parent_id\":1,\"line\":1}",
                        "{\"_parent_id\":1,\"line\":2}");
        assertThat(api.asked())
                .extracting(Asked::toString)
                .containsExactlyInAnyOrder("GET /orders {since=6}", "GET /lines {order=3}", "GET /lines {order=1}");
    }

    @Test
    void aChildThatFailsFailsTheBatch() {
        reading.source(
                "url: " + api.url(),
                "retry: { tries: 1 }",
                "streams: { orders: { path: /orders }, lines: { path: '/o/${parent:id}', parent: orders } }");
        api.answer(request -> request.path().equals("/orders")
                ? Answer.ok(IntStream.range(0, 50)
                        .mapToObj(n -> "{\"id\":" + n + "}")
                        .toList()
                        .toString())
                : request.path().equals("/o/7") ? Answer.status(500, "no") : Answer.ok("[]"));
        assertThatThrownBy(() -> reading.extract("lines")).hasMessageContaining("/o/7 answered with status 500: no");

        api.answer(request -> Answer.ok("[{\"other\":1}]"));
        assertThatThrownBy(() -> reading.extract("lines"))
                .hasMessage("sources/api.yml:4:39: source api: the path /o/${parent:id} has a slot without a value; the"
                        + " parent's record does not have the field");
    }

    @Test
    void grandchildrenKnowTheirParentsKeys() {
        reading.source(
                "url: " + api.url(),
                "streams:",
                "  a: { path: /a }",
                "  b: { path: '/a/${parent:id}/b', parent: a }",
                "  c: { path: '/a/${parent:_parent_id}/b/${parent:id}/c', parent: b }");
        api.answer(request -> Answer.ok(
                request.path().endsWith("c") ? "[{\"path\":\"" + request.path() + "\"}]" : "[{\"id\":1},{\"id\":2}]"));
        assertThat(reading.lines("c"))
                .containsExactly(
                        "{\"_parent__parent_id\":1,\"_parent_id\":1,\"path\":\"/a/1/b/1/c\"}",
                        "{\"_parent__parent_id\":1,\"_parent_id\":2,\"path\":\"/a/1/b/2/c\"}",
                        "{\"_parent__parent_id\":2,\"_parent_id\":1,\"path\":\"/a/2/b/1/c\"}",
                        "{\"_parent__parent_id\":2,\"_parent_id\":2,\"path\":\"/a/2/b/2/c\"}");
    }
}
