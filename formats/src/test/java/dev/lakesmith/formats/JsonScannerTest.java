package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonScannerTest {

    private static final Format.Json LINES = new Format.Json(true, Optional.empty(), Optional.empty());
    private static final Format.Json DOCUMENTS = new Format.Json(false, Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    /** What a scan gave. */
    private record Found(List<String> records, List<RejectedRecord> rejects, ScanResult result) {}

    private Found scan(String json, Format.Json format) throws IOException {
        Path file = Files.createTempFile(folder, "landed-", ".json");
        Files.write(file, json.getBytes(StandardCharsets.UTF_8));
        return scan(PlainTextReader.open(file, Optional.empty(), folder).get(0), format);
    }

    private Found scan(PlainText text, Format.Json format) throws IOException {
        Path out = Files.createTempFile(folder, "records-", ".json");
        List<RejectedRecord> rejects = new ArrayList<>();
        ScanResult result = JsonScanner.scan(text, format, out, rejects::add);
        return new Found(Files.readAllLines(out), rejects, result);
    }

    private static Format.Json at(String path) {
        return new Format.Json(false, Optional.of(path), Optional.empty());
    }

    @Test
    void aBadLineCostsOnlyItself() throws Exception {
        Found found = scan("{\"a\":1}\n\n{\"a\":\n  {\"b\": [1, 2]} \r\n[1]\n{\"a\":NaN}\n7\n{\"c\":1.50}", LINES);
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"b\": [1, 2]}", "{\"c\":1.50}");
        assertThat(found.rejects()).extracting(RejectedRecord::line).containsExactly(3L, 5L, 6L, 7L);
        assertThat(found.rejects().get(1).reason()).isEqualTo("not a JSON object but an array");
        assertThat(found.rejects().get(3)).isEqualTo(new RejectedRecord(7, "7", "not a JSON object but a number"));
        assertThat(found.result().blankLines()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 7_990, 8_000, 8_192, 10_000, 40_000, 100_000})
    void aRecordMayBeLargeInItsValuesAndInItsKeysWhereverItStands(int size) throws Exception {
        String value = "{\"a\":\"" + "v".repeat(size) + "é\"}";
        String key = "{\"" + "k".repeat(size) + "\":1,\"b\":2}";
        String list = "{\"c\":[" + "1,".repeat(size) + "2]}";

        Found lines = scan("{}\n" + value + "\n" + key + "\n" + list + "\nbad\n", LINES);
        assertThat(lines.records()).containsExactly("{}", value, key, list);
        assertThat(lines.rejects()).extracting(RejectedRecord::raw).containsExactly("bad");
        assertThat(scan("[{}," + value + "," + key + ",\n" + list + "]", DOCUMENTS)
                        .records())
                .containsExactly("{}", value, key, list);
    }

    @Test
    void bytesOfARecordStayButForItsLineEnds() throws Exception {
        String record = "{ \"z\" : 1.500e+3,\r\n\t\"a\":\"\\u00e9\\n\",\n\"big\":123456789012345678901234567890 }";
        assertThat(scan(record, DOCUMENTS).records())
                .containsExactly(
                        "{ \"z\" : 1.500e+3,  \t\"a\":\"\\u00e9\\n\", \"big\":123456789012345678901234567890 }");
    }

    @Test
    void aFractionThatADoubleWouldRoundBecomesAText() throws Exception {
        String record =
                "{\"a\":[0.12345678901234567890, 1.5,-9007199254740993.25],\"b\":\"\\\"0.12345678901234567890\"}";
        String written =
                "{\"a\":[\"0.12345678901234567890\", 1.5,\"-9007199254740993.25\"],\"b\":\"\\\"0.12345678901234567890\"}";
        assertThat(scan(record, LINES).records()).containsExactly(written);
        assertThat(scan("[" + record + "]", DOCUMENTS).records()).containsExactly(written);
        assertThat(scan("{\"a\":1e400,\"b\":1E5,\"c\":0.1,\"d\":1e-400,\"e\":12345678901234567890}", LINES)
                        .records())
                .containsExactly("{\"a\":\"1e400\",\"b\":1E5,\"c\":0.1,\"d\":\"1e-400\",\"e\":12345678901234567890}");
    }

    @Test
    void aKeyTwiceInOneObjectIsRejectedBecauseAValueWouldVanish() throws Exception {
        Found found = scan("{\"a\":1,\"b\":{\"x\":1,\"x\":2}}\n{\"a\":{\"a\":1}}\n", LINES);
        assertThat(found.records()).containsExactly("{\"a\":{\"a\":1}}");
        assertThat(found.rejects().get(0).reason()).startsWith("not valid JSON: Duplicate field 'x'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\":/*c*/1}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":Infinity}",
                "{\"a\":TRUE}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"a\":\"\\ud83dx\\ude00\"}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":\"open}",
                "{\"a\":[1}",
                "{\"a\":1}}",
                "\"text\"",
                "null"
            })
    void whatIsNotAnObjectByTheLetterIsRejected(String line) throws Exception {
        Found found = scan(line + "\n{\"ok\":1}\n", LINES);
        assertThat(found.records()).containsExactly("{\"ok\":1}");
        assertThat(found.rejects()).extracting(RejectedRecord::raw).containsExactly(line);
        assertThat(found.rejects().get(0).reason()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"\":1}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":\"\\ud83d\\ude00 \\\\ud800 \\/\\b\"}",
                "{\"b\":-0,\"c\":1E5,\"d\":1e-99}",
                "{\"a\":123456789012345678901234567890123456789012345678901234567890}",
                "{\"a\":[[],{},[null,true,false]]}",
                "{\"\u007f\u0085\u2028\":\"é😀\"}"
            })
    void theEngineAcceptsWhatTheScannerAccepts(String line) throws Exception {
        Found found = scan(line, LINES);
        assertThat(found.records()).containsExactly(line);
        try (DuckDb duckdb = DuckDb.session()) {
            assertThat(duckdb.rows("SELECT json_valid('" + line + "'), '" + line + "'::JSON::VARCHAR"))
                    .containsExactly(List.of("true", line));
        }
    }

    @Test
    void nestingIsReadAThousandLevelsDeepAndRefusedBelow() throws Exception {
        String deep = "{\"a\":" + "[".repeat(999) + "]".repeat(999) + "}";
        String deeper = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        Found found = scan(deep + "\n" + deeper + "\n", LINES);
        assertThat(found.records()).containsExactly(deep);
        assertThat(found.rejects()).hasSize(1);
        try (DuckDb duckdb = DuckDb.session()) {
            assertThat(duckdb.rows("SELECT json_valid('" + deep + "')").get(0)).containsExactly("true");
        }
    }

    @Test
    void elementsOfATopLevelArrayAreRecords() throws Exception {
        Found found = scan("[\n {\"a\":1},\n {\"a\":NaN}, [2], {\"a\":\"]},\"}\n]\n", DOCUMENTS);
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"a\":\"]},\"}");
        assertThat(found.rejects()).extracting(RejectedRecord::raw).containsExactly("{\"a\":NaN}", "[2]");
        assertThat(found.rejects()).extracting(RejectedRecord::line).containsExactly(3L, 3L);
    }

    @Test
    void documentsMayFollowEachOther() throws Exception {
        Found found = scan("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}{\"a\":3}[{\"a\":4}]", DOCUMENTS);
        assertThat(found.records()).containsExactly("{   \"a\": 1 }", "{   \"a\": 2 }", "{\"a\":3}", "{\"a\":4}");
        assertThat(found.rejects()).isEmpty();
    }

    @Test
    void readingGoesOnBehindABrokenTopLevelObject() throws Exception {
        Found found = scan("{\"a\":1}\n{\n \"b\": \"open\n}\n{\"c\":[1}\n{\"d\":4}\n", DOCUMENTS);
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"d\":4}");
        assertThat(found.rejects())
                .extracting(RejectedRecord::line, RejectedRecord::raw)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(2L, "{\n \"b\": \"open\n}"),
                        org.assertj.core.api.Assertions.tuple(5L, "{\"c\":[1}"));
    }

    @Test
    void anArrayThatBreaksOffKeepsTheRecordsBefore() throws Exception {
        Found found = scan("[{\"a\":1},{\"a\":2},{\"a\":", DOCUMENTS);
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(found.rejects())
                .containsExactly(new RejectedRecord(1, "{\"a\":", "not valid JSON: the text ends inside a value"));
        Found between = scan("[{\"a\":1}", DOCUMENTS);
        assertThat(between.records()).containsExactly("{\"a\":1}");
        assertThat(between.rejects())
                .containsExactly(new RejectedRecord(1, "", "not valid JSON: the text ends before ']'"));
        Found comma = scan("[{\"a\":1},]", DOCUMENTS);
        assertThat(comma.records()).containsExactly("{\"a\":1}");
        assertThat(comma.rejects()).hasSize(1);
    }

    @Test
    void damageIsToldOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("cut.json"), "[{\"a\":1},{\"a\"");
        PlainText cut =
                new PlainText(file, "", 14, LineCount.known(0, false, true), Optional.of("cut off"), 0, List.of());
        assertThat(scan(cut, DOCUMENTS).rejects()).containsExactly(new RejectedRecord(1, "{\"a\"", "cut off"));
        assertThat(scan(cut, LINES).rejects()).containsExactly(new RejectedRecord(1, "[{\"a\":1},{\"a\"", "cut off"));
        Files.writeString(file, "{\"a\":1}\n");
        PlainText clean =
                new PlainText(file, "", 8, LineCount.known(1, true, true), Optional.of("cut off"), 0, List.of());
        assertThat(scan(clean, LINES).rejects()).containsExactly(new RejectedRecord(2, "", "cut off"));
        assertThat(scan(clean, DOCUMENTS).rejects()).containsExactly(new RejectedRecord(2, "", "cut off"));
    }

    @Test
    void thePathIsFollowedThroughObjectsAndArrays() throws Exception {
        Found found = scan(
                "{\"meta\":{\"items\":[1]},\"data\":{\"x\":0,\"items\":[{\"a\":1},{\"a\":2}]},\"z\":[]}"
                        + "{\"data\":[{\"it\\u0065ms\":{\"a\":3}},{\"other\":1}]}\n{\"data\":7}",
                at("data.items"));
        assertThat(found.records()).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(found.rejects())
                .containsExactly(
                        new RejectedRecord(1, "{\"other\":1}", "the document has nothing at data.items"),
                        new RejectedRecord(2, "{\"data\":7}", "the document has nothing at data.items"));
    }

    @Test
    void aDocumentThatBreaksBehindItsPathKeepsItsRecords() throws Exception {
        Found found = scan("{\"items\":[{\"a\":1}], \"next\": [1, }", at("items"));
        assertThat(found.records()).containsExactly("{\"a\":1}");
        assertThat(found.rejects()).hasSize(1);
        assertThat(found.rejects().get(0).raw()).isEqualTo("], \"next\": [1, }");
    }

    @Test
    void aTextOfFiftyMegabytesIsRead() throws Exception {
        String big = "{\"a\":\"" + "x".repeat(50_000_000) + "\"}";
        for (Format.Json format : List.of(LINES, DOCUMENTS)) {
            Found found = scan("{\"b\":1}\n" + big + "\n{\"b\":2}\n", format);
            assertThat(found.records()).containsExactly("{\"b\":1}", big, "{\"b\":2}");
        }
    }

    @Test
    void manyBrokenObjectsDoNotTakeQuadraticTime() throws Exception {
        Found found = scan("{\"a\":[1\n".repeat(200_000), DOCUMENTS);
        assertThat(found.records()).isEmpty();
        assertThat(found.rejects()).isNotEmpty();
    }

    @Test
    void emptyAndBlankTextsHoldNoRecords() throws Exception {
        for (Format.Json format : List.of(LINES, DOCUMENTS, at("x"))) {
            assertThat(scan("", format).result().records()).isZero();
            assertThat(scan(" \n\t\n", format).result().records()).isZero();
            assertThat(scan("\ufeff{\"x\":{\"x\":1}}", format).records()).hasSize(1);
        }
    }

    @Test
    void invalidUtf8CostsOnlyItsRecord() throws Exception {
        byte[] json = "[{\"a\":\"?\"},{\"a\":2}]".getBytes(StandardCharsets.UTF_8);
        json[7] = (byte) 0xFF;
        Path file = Files.write(folder.resolve("bad.json"), json);
        Found found = scan(PlainTextReader.open(file, Optional.empty(), folder).get(0), DOCUMENTS);
        assertThat(found.records()).containsExactly("{\"a\":2}");
        assertThat(found.rejects().get(0).raw()).isEqualTo("{\"a\":\"\\xFF\"}");
    }
}
