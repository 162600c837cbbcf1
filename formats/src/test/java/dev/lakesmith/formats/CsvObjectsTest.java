package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delimited text in memory becomes objects of texts, record by record. */
final class CsvObjectsTest {

    private static List<String> lines(CsvObjects objects) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end : objects.ends()) {
            lines.add(new String(objects.json(), from, end - from, StandardCharsets.UTF_8));
            from = end + 1;
        }
        return lines;
    }

    private static CsvObjects of(String csv) {
        return CsvObjects.of(csv.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyValueIsATextAndAnEmptyFieldWithoutQuotesIsNull() {
        CsvObjects objects = of("\"Id\",Name,\"N\"\"o\"\n1,,\"\"\n\"é😀\",\" a \",0.10\r\n");
        assertThat(lines(objects))
                .containsExactly(
                        "{\"Id\":\"1\",\"Name\":null,\"N\\\"o\":\"\"}",
                        "{\"Id\":\"é😀\",\"Name\":\" a \",\"N\\\"o\":\"0.10\"}");
        assertThat(objects.cutOff()).isEmpty();
    }

    @Test
    void whatJsonDoesNotTakeAsItIsIsEscaped() {
        assertThat(lines(of("a,b\n\"one\ntwo\r\n\"\"three\"\"\",\"C:\\x\t\0\"\n\"\"\"\",\"\"\"x\"\"\"\n")))
                .containsExactly(
                        "{\"a\":\"one\\ntwo\\u000d\\n\\\"three\\\"\",\"b\":\"C:\\\\x\\t\\u0000\"}",
                        "{\"a\":\"\\\"\",\"b\":\"\\\"x\\\"\"}");
    }

    @Test
    void recordsThatAreNoneAreTextsOfWhatStoodThere() {
        assertThat(lines(of("a,b\n1,2\n3\n4,5,6\n\"7\"x,8\n{\"a\":\"1\"}\n\"multi\nline\"\n9,10\n")))
                .containsExactly(
                        "{\"a\":\"1\",\"b\":\"2\"}",
                        "\"3\"",
                        "\"4,5,6\"",
                        "\"\\\"7\\\"x,8\"",
                        "\"{\\\"a\\\":\\\"1\\\"}\"",
                        "\"\\\"multi\\nline\\\"\"",
                        "{\"a\":\"9\",\"b\":\"10\"}");
        CsvObjects broken = CsvObjects.of(new byte[] {'a', '\n', 'x', (byte) 0xFF, '\n', 'y', '\n'});
        assertThat(broken.json())
                .containsExactly('"', 'x', 0xFF, '"', '\n', '{', '"', 'a', '"', ':', '"', 'y', '"', '}', '\n');
    }

    @Test
    void aTextThatEndsInsideARecordIsCutOff() {
        CsvObjects quote = of("a,b\n1,2\n3,\"open\nstill");
        assertThat(lines(quote)).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(quote.cutOff()).contains("line 3: the quote that opens column 2 is not closed");
        assertThat(of("a,b\n1,2\n3").cutOff()).contains("line 3: expected 2 columns, found 1");
        assertThat(of("\"a\",\"b").cutOff()).contains("line 1: the quote that opens column 2 is not closed");
        assertThat(of("a,b\n1,2").cutOff()).isEmpty();
        assertThat(of("a,b\n1,2,3").cutOff()).isEmpty();
    }

    @Test
    void aTextWithoutRecordsHasNone() {
        for (String csv : List.of("", "\n", "a,b", "a,b\n", "a,b\r\n\r\n")) {
            CsvObjects objects = of(csv);
            assertThat(objects.json()).as(csv).isEmpty();
            assertThat(objects.cutOff()).isEmpty();
        }
        assertThat(lines(of("\n\nx;Y;y\n1;2;3\n\n4;5;6\n")))
                .containsExactly("{\"x\":\"1\",\"Y\":\"2\",\"y_2\":\"3\"}", "{\"x\":\"4\",\"Y\":\"5\",\"y_2\":\"6\"}");
    }

    @Test
    void whatTheScannerOfFilesAcceptsIsAnObjectAndNothingElse(@TempDir Path folder) throws IOException {
        String letters = "ab,,\"\"\n\n;\r\\";
        Random random = new Random(7);
        int whole = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder csv = new StringBuilder("x,y\n");
            for (int k = random.nextInt(30); k > 0; k--) {
                csv.append(letters.charAt(random.nextInt(letters.length())));
            }
            CsvObjects objects = of(csv.toString());
            if (objects.cutOff().isPresent()) {
                continue;
            }
            whole++;
            Path file = Files.writeString(folder.resolve("random.csv"), csv);
            PlainText text =
                    PlainTextReader.open(file, Format.Csv.standard(), folder).get(0);
            List<String> rejects = new ArrayList<>();
            ScanResult result = CsvScanner.scan(
                    text,
                    CsvLayouts.read(text, Format.Csv.standard()),
                    Format.Csv.standard(),
                    folder.resolve("out.csv"),
                    reject -> rejects.add(reject.raw()));
            List<String> lines = lines(objects);
            assertThat(lines.stream().filter(line -> line.startsWith("{")))
                    .as("%s", csv)
                    .hasSize((int) result.written());
            assertThat(lines.stream().filter(line -> line.startsWith("\"")).toList())
                    .as("%s", csv)
                    .isEqualTo(rejects.stream().map(JsonText::quoted).toList());
        }
        assertThat(whole).isGreaterThan(1_000);
    }
}
