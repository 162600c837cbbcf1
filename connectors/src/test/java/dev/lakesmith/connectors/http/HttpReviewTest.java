package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in an API's file are told before anything is asked, each with its place and a way out. */
final class HttpReviewTest {

    private final Reading reading;

    HttpReviewTest(@TempDir Path folder) {
        this.reading = Reading.in(folder);
    }

    private List<String> mistakes(String stream) {
        return reading.mistakes("url: https://api.example.com", "streams:", "  s: { path: /s, " + stream + " }");
    }

    @Test
    void aSoundFileHasNone() {
        assertThat(mistakes("cursor: at, parameters: { since: '${bookmark:epoch_ms}' }"))
                .isEmpty();
    }

    @Test
    void slotsThatHaveNoValueAreTold() {
        assertThat(mistakes(
                        "parameters: { a: '${bookmark}', b: '${from}', c: '${parent:id}' }, body: { d: ['${page}'] },"
                                + " headers: { e: '${cursor}' }"))
                .containsExactly(
                        "sources/api.yml:4:35: ${bookmark} has no value in this stream; say with 'cursor' which field"
                                + " it is",
                        "sources/api.yml:4:53: ${from} has no value in this stream; add window: { start: 2024-01-01,"
                                + " size: 7d }",
                        "sources/api.yml:4:67: ${parent:id} has no value in this stream; name the stream with 'parent'",
                        "sources/api.yml:4:97: ${page} has no value in this stream; add pagination: { type: page }",
                        "sources/api.yml:4:125: ${cursor} has no value in this stream; add pagination: { type: cursor,"
                                + " next: … }");
    }

    @Test
    void secretsInPathsAreRefusedSincePathsAreShown() {
        assertThat(reading.mistakes(
                        "url: https://api.example.com",
                        "streams:",
                        "  a: { path: '/s?api_key=abc' }",
                        "  b: { path: '/s?a=1&token=abc' }",
                        "  c: { path: '/keys/token?keyword=abc&page=2' }"))
                .hasSize(2)
                .allMatch(mistake ->
                        mistake.endsWith("the query of 'path' looks like it holds a secret, and paths are shown"
                                + " in messages; write it in 'parameters', or in 'auth'"))
                .noneMatch(mistake -> mistake.contains("abc"));
    }

    @Test
    void slotsThatAreMisspeltAreTold() {
        assertThat(mistakes("cursor: at, parameters: { a: '${bokmark}' }"))
                .singleElement()
                .asString()
                .startsWith("sources/api.yml:4:47: ${bokmark} is of no known kind; allowed are ${env:NAME}")
                .endsWith("did you mean 'bookmark'?");
        assertThat(mistakes("cursor: at, parameters: { a: '${bookmark:unix}', b: '${parent:}', c: '${page:1}' }"))
                .containsExactly(
                        "sources/api.yml:4:47: ${bookmark:unix} has no time format behind the colon; write iso, iso_ms,"
                                + " date, epoch, epoch_ms, or a pattern such as yyyy-MM-dd HH:mm",
                        "sources/api.yml:4:70: ${parent:} names no field; write ${parent:id} for the field id of the"
                                + " parent's record",
                        "sources/api.yml:4:87: ${page:1} takes nothing behind its name");
    }

    @Test
    void keysThatDoNotFitEachOtherAreTold() {
        assertThat(mistakes("method: GET, body: { a: 1 }, form: { b: 2 }, order: newest_first, lookback: 1h,"
                        + " pagination: { type: page, size_parameter: n }"))
                .containsExactly(
                        "sources/api.yml:4:26: 'method' is GET, which sends no body; write POST or remove it",
                        "sources/api.yml:4:47: 'body' and 'form' are both written; remove one",
                        "sources/api.yml:4:63: 'order' needs a 'cursor'",
                        "sources/api.yml:4:84: 'lookback' needs a 'cursor' or a 'window'",
                        "sources/api.yml:4:98: nothing says where the page goes; write 'parameter', or ${page} in"
                                + " 'parameters', 'body' or 'form'",
                        "sources/api.yml:4:124: 'size_parameter' needs the 'size' it sends");
        assertThat(mistakes("cursor: at, parameters: { f: '${from:date}' }, lookback: 5,"
                        + " window: { start: 2026-01-01, size: 12h }"))
                .containsExactly(
                        "sources/api.yml:4:18: 'cursor' and 'window' are two ways to go on; remove one, or read the"
                                + " span in 'path' or 'parameters' from ${bookmark} on",
                        "sources/api.yml:4:75: 'lookback' of a window is a duration; write one such as 3d",
                        "sources/api.yml:4:78: ${from:date} tells days, so windows must be whole ones; write whole:"
                                + " true and a 'size' of days");
        assertThat(mistakes("window: { start: soon, size: 1d }"))
                .containsExactly("sources/api.yml:4:35: 'start': 'soon' is no time; write 2024-01-31 or"
                        + " 2024-01-31T12:00:00Z");
    }

    @Test
    void jobsAndAnswersInCsvAreLookedAt() {
        assertThat(mistakes(
                        "job: { start: { path: /j, body: { a: '${bookmark}' }, form: { b: '${from}' } }, status: /j,"
                                + " state: s, done: ok, first_wait: 0s }"))
                .containsExactly(
                        "sources/api.yml:4:18: no request says which job it is about; write ${job:id} in 'status'",
                        "sources/api.yml:4:55: ${bookmark} has no value in this stream; say with 'cursor' which field"
                                + " it is",
                        "sources/api.yml:4:72: 'body' and 'form' are both written; remove one",
                        "sources/api.yml:4:83: ${from} has no value in this stream; add window: { start: 2024-01-01,"
                                + " size: 7d }",
                        "sources/api.yml:4:142: 'first_wait' is no time; write one such as 2s");
        assertThat(mistakes("headers: { a: '${job:id}', b: '${job:}' }"))
                .containsExactly("sources/api.yml:4:48: ${job:} names no field; write ${job:id} for the field id of the"
                        + " answer that started it");
        assertThat(mistakes("headers: { a: '${job:id}' }"))
                .containsExactly("sources/api.yml:4:32: ${job:id} has no value in this stream; say with 'job' how it is"
                        + " started");
        assertThat(mistakes(
                        "job: { start: { path: '/j/${job:id}/${page}' }, status: '/j/${job:id}', state: s, done: ok }"))
                .singleElement()
                .asString()
                .contains("${job:id} is of no known kind");
        assertThat(mistakes("pagination: { type: cursor, parameter: after, last_record: id, end: x }"))
                .containsExactly("sources/api.yml:4:81: 'end' stands in the place of a cursor, which needs 'next' or"
                        + " 'header'");
        assertThat(mistakes("format: csv, records: data, missing_records: none,"
                        + " pagination: { type: cursor, parameter: after, next: paging.next, more: m }"))
                .containsExactly(
                        "sources/api.yml:4:31: 'records' is about answers in JSON; remove it, or 'format: csv'",
                        "sources/api.yml:4:46: 'missing_records' is about answers in JSON; remove it, or 'format: csv'",
                        "sources/api.yml:4:115: 'next' is a place in JSON, which answers in CSV do not have; a"
                                + " 'header', a 'last_record' or another type may tell the next page",
                        "sources/api.yml:4:134: 'more' is a place in JSON, which answers in CSV do not have; a"
                                + " 'header', a 'last_record' or another type may tell the next page");
    }

    @Test
    void parentsMustExistAndNotGoInCircles() {
        assertThat(reading.mistakes(
                        "url: https://api.example.com",
                        "streams:",
                        "  orders: { path: /o, parent: lines }",
                        "  lines: { path: /l, parent: { stream: orders, records: changed } }",
                        "  notes: { path: /n, parent: order }",
                        "  tags: { path: /t, parent: { stream: plain, records: changed } }",
                        "  plain: { path: /p }"))
                .containsExactly(
                        "sources/api.yml:4:31: the stream is its own parent, by whatever way; remove 'parent'",
                        "sources/api.yml:5:30: the stream is its own parent, by whatever way; remove 'parent'",
                        "sources/api.yml:6:30: there is no stream 'order' in this source; did you mean 'orders'?",
                        "sources/api.yml:7:29: 'records' is changed, but the stream 'plain' has neither 'cursor' nor"
                                + " 'window' to tell which are; add one, or write all");
    }

    @Test
    void urlsAndSecretsAreLookedAt() {
        assertThat(reading.env("MY_KEY", "abcdef")
                        .mistakes(
                                "url: https://user:pw@api.example.com?x=1",
                                "proxy: proxy.example.com",
                                "auth: { type: api_key, key: '${env:MY_KEY}', header: X, parameter: y }",
                                "tls: { certificate: c.pem }",
                                "streams: { s: { path: /s, records: a..b } }"))
                .containsExactly(
                        "sources/api.yml:2:6: 'url': 'https://user:***@api.example.com?x=1' holds a user or password;"
                                + " write them in 'auth'",
                        "sources/api.yml:3:8: 'proxy': 'proxy.example.com' is no proxy; write one such as"
                                + " http://proxy.example.com:3128",
                        "sources/api.yml:4:57: a http api_key auth takes only one of the keys header, parameter, but"
                                + " has 'header' already; write a second entry",
                        "sources/api.yml:6:36: 'records': 'a..b' is no path; write keys separated by dots, such as"
                                + " data.items, and \\. for a dot inside a key");
    }
}
