package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.JsonReading.Found;
import dev.lakesmith.connectors.http.JsonReading.Slice;
import dev.lakesmith.connectors.http.Transport.Answer;
import dev.lakesmith.formats.CsvObjects;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One answer, taken apart. */
final class Page {

    private final byte[] text;
    private final List<Slice> records;
    private final Map<JsonPath, Scalar> values;
    private final Optional<HttpHeaders> headers;
    private final URI url;
    private final int repeated;

    /**
     * The parts of an answer.
     *
     * @param text the document in UTF-8
     * @param records where the records are in it
     * @param values what tells how to go on
     * @param headers of the answer
     * @param url what was asked
     * @param repeated how many records were left out because the page before has them
     */
    private Page(
            byte[] text,
            List<Slice> records,
            Map<JsonPath, Scalar> values,
            Optional<HttpHeaders> headers,
            URI url,
            int repeated) {
        this.text = text;
        this.records = records;
        this.values = values;
        this.headers = headers;
        this.url = url;
        this.repeated = repeated;
    }

    byte[] text() {
        return text;
    }

    List<Slice> records() {
        return records;
    }

    List<String> links() {
        return headers.map(each -> each.allValues("Link")).orElse(List.of());
    }

    Optional<String> header(String name) {
        return headers.flatMap(each -> each.firstValue(name));
    }

    /** How many records were left out because the page before has them. */
    int repeated() {
        return repeated;
    }

    /** A page without anything. */
    static Page empty(URI url) {
        return new Page(new byte[0], List.of(), Map.of(), Optional.empty(), url, 0);
    }

    /**
     * Takes an answer in JSON apart.
     *
     * @param path where the records are
     * @param missing whether nothing at that path is a mistake
     */
    static Page of(Answer answer, URI url, JsonPath path, Missing missing, Set<JsonPath> wanted) throws IOException {
        byte[] text = AnswerText.utf8(answer);
        Found found = JsonReading.page(text, path, wanted);
        if (found.records().isEmpty() && missing == Missing.FAIL) {
            String there = found.instead()
                    .map(value -> "; there is " + value)
                    .orElse(found.keys().isEmpty() ? "" : "; there are " + String.join(", ", found.keys()));
            throw new Exchange.Unexpected("without records at '" + path + "'" + there
                    + "; check 'records', or write missing_records: none when an answer may have none");
        }
        return new Page(text, found.records().orElse(List.of()), found.values(), Optional.of(answer.headers()), url, 0);
    }

    /** Whether a line is more likely packed or of another format than text: gzip, zip, PDF and pictures have such signs. */
    private static boolean hasControls(String line) {
        return line.chars().anyMatch(sign -> sign < ' ' && sign != '\t' && sign != '\r');
    }

    /** Takes an answer in CSV apart, its records being JSON from here on. */
    static Page ofCsv(Answer answer, URI url) throws IOException {
        byte[] text = AnswerText.utf8(answer);
        String begin = new String(text, 0, Math.min(text.length, 1_000), StandardCharsets.UTF_8).strip();
        if (begin.startsWith("<")
                || begin.startsWith("{")
                || hasControls(begin.lines().findFirst().orElse(""))) {
            throw new Exchange.Unexpected("with something that is no CSV; check 'url', 'path', 'format' and 'auth'");
        }
        CsvObjects objects = CsvObjects.of(text);
        if (objects.cutOff().isPresent()) {
            throw new Exchange.CutOff(objects.cutOff().get());
        }
        List<Slice> records = new ArrayList<>();
        int from = 0;
        for (int end : objects.ends()) {
            records.add(new Slice(from, end));
            from = end + 1;
        }
        return new Page(objects.json(), records, Map.of(), Optional.of(answer.headers()), url, 0);
    }

    /** What an answer without records means. */
    enum Missing {
        FAIL,
        NONE
    }

    /** Without the records that have one of these fingerprints. */
    Page without(Set<String> fingerprints) {
        if (fingerprints.isEmpty()) {
            return this;
        }
        List<Slice> others = records.stream()
                .filter(record -> !fingerprints.contains(Fingerprint.of(text, record.from(), record.to())))
                .toList();
        return new Page(text, others, values, headers, url, repeated + records.size() - others.size());
    }

    Optional<Scalar> value(JsonPath path) {
        return Optional.ofNullable(values.get(path));
    }

    Optional<Scalar> field(Slice record, JsonPath path) {
        return Optional.ofNullable(JsonReading.values(text, record.from(), record.to(), Set.of(path))
                .get(path));
    }

    /** A URL that the page gives. */
    URI resolve(String link) {
        URI target;
        try {
            target = url.resolve(Links.encoded(link));
        } catch (IllegalArgumentException e) {
            throw new Exchange.Unexpected("with a next page that is no URL: " + link);
        }
        if (!Links.sameHost(url, target)) {
            // Whoever is there must not get what proves who asks.
            throw new Exchange.Unexpected("with a next page at another host, " + Links.host(target)
                    + "; it is not followed, since it would be told who asks");
        }
        return target;
    }
}
