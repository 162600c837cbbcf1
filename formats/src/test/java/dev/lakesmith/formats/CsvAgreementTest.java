package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scanner against what was written, and DuckDB's own reading against the scanner. */
final class CsvAgreementTest {

    private static final String[] PIECES = {
        "a",
        "",
        "\"",
        "\"\"",
        ",",
        ";",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "\\",
        "é",
        "😀",
        "\0",
        "NULL",
        "#",
        "'",
        "0123456789"
    };

    @TempDir
    Path folder;

    private static String randomText(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String written(@Nullable String value, char delimiter, String quote, String escape, Random random) {
        if (value == null) {
            return "";
        }
        boolean plain = !value.isEmpty()
                && !value.startsWith(quote)
                && value.indexOf(delimiter) < 0
                && value.indexOf('\n') < 0
                && value.indexOf('\r') < 0;
        return plain && random.nextBoolean()
                ? value
                : quote
                        + value.replace(escape, escape + escape)
                                .replace(quote, escape.equals(quote) ? quote : escape + quote)
                        + quote;
    }

    @Test
    void whatWasWrittenIsReadInEveryDialect() throws Exception {
        Random random = new Random(20260101);
        for (int round = 0; round < 120; round++) {
            char delimiter = ",;\t|".charAt(random.nextInt(4));
            String quote = random.nextBoolean() ? "\"" : "'";
            String escape = random.nextInt(3) == 0 ? "\\" : quote;
            String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            int columns = 2 + random.nextInt(5);
            StringBuilder csv = new StringBuilder("c");
            for (int i = 1; i < columns; i++) {
                csv.append(delimiter).append("c");
            }
            List<List<@Nullable String>> records = new ArrayList<>();
            int count = random.nextInt(60);
            for (int r = 0; r < count; r++) {
                @Nullable String[] record = new String[columns];
                csv.append(lineEnd);
                for (int i = 0; i < columns; i++) {
                    record[i] = random.nextInt(6) == 0 ? null : randomText(random, 6);
                    csv.append(i > 0 ? String.valueOf(delimiter) : "")
                            .append(written(record[i], delimiter, quote, escape, random));
                }
                records.add(Arrays.asList(record));
            }
            csv.append(random.nextBoolean() ? lineEnd : "");
            Scanned scanned = Scanned.csv(
                    folder,
                    csv.toString().getBytes(StandardCharsets.UTF_8),
                    Scanned.format(delimiter, Optional.of(quote.charAt(0)), Optional.of(escape.charAt(0))));
            assertThat(scanned.rejects()).as("round %s", round).isEmpty();
            assertThat(scanned.rows()).as("round %s", round).isEqualTo(records);
        }
    }

    @Test
    void noBytesAreLostWhateverStandsInTheText() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            String csv = "a,b\n" + randomText(random, 80);
            Scanned scanned = Scanned.csv(folder, csv);
            assertThat(scanned.rows()).hasSize((int) scanned.result().written());
            assertThat(scanned.rejects()).hasSize((int) scanned.result().rejected());
            assertThat(lettersOf(scanned)).as("round %s", round).isEqualTo(letters(csv.substring(3)));
        }
    }

    private static String letters(String text) {
        char[] letters = text.replaceAll("[^a-zé0-9A-Z#😀]", "").toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    private static String lettersOf(Scanned scanned) {
        StringBuilder all = new StringBuilder();
        scanned.rows().forEach(row -> row.forEach(value -> all.append(value == null ? "" : value)));
        scanned.rejects().forEach(record -> all.append(record.raw()));
        return letters(all.toString());
    }

    @Test
    void whereNothingStandsAgainstItTheEngineReadsWhatTheScannerReads() throws Exception {
        Random random = new Random(99);
        int direct = 0;
        for (int round = 0; round < 600; round++) {
            StringBuilder csv = new StringBuilder("a,b\n");
            int lines = random.nextInt(5);
            for (int i = 0; i < lines; i++) {
                csv.append(field(random)).append(',').append(field(random)).append(random.nextInt(9) == 0 ? "," : "");
                csv.append(random.nextInt(12) == 0 ? "\r\n" : "\n");
            }
            direct += agrees(csv.toString(), round) ? 1 : 0;
        }
        assertThat(direct).isGreaterThan(100);
    }

    private static String field(Random random) {
        String text = randomText(random, 3);
        return random.nextInt(3) > 0 ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** Whether the engine's reading was accepted; it must be the scanner's then. */
    private boolean agrees(String csv, int round) throws IOException, SQLException {
        Scanned scanned = Scanned.csv(folder, csv);
        if (obstacle(scanned.text(), scanned.layout()).isPresent()) {
            return false;
        }
        try (DuckDb duckdb = DuckDb.session()) {
            DuckDb.Direct direct = duckdb.direct(scanned.text().path(), scanned.layout(), List.of(""));
            long lines = scanned.text().physicalLines() - scanned.layout().headerLines();
            if (direct.rejects() > 0 || direct.rows().size() != lines) {
                return false;
            }
            assertThat(direct.rows()).as("round %s of %s", round, csv).isEqualTo(scanned.rows());
            assertThat(scanned.rejects()).as("round %s of %s", round, csv).isEmpty();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void aQuotedFieldAcrossTheEnginesBuffersIsAnObstacle() throws Exception {
        Path file = folder.resolve("phantom.csv");
        try (var out = Files.newBufferedWriter(file)) {
            out.write("a,b\n");
            for (int i = 0; i < 900_000; i++) {
                out.write("1234567,x\n");
                if (i == 799_990) {
                    out.write("777,\"" + "z".repeat(200) + "\n1,2".repeat(100) + "\"\n");
                }
            }
        }
        PlainText text = PlainTextReader.open(file, Optional.empty(), folder).get(0);
        CsvLayout layout = CsvLayouts.read(text, Format.Csv.standard());
        assertThat(obstacle(text, layout)).contains("a quoted field spans lines, or a quote is not closed");
    }

    @Test
    void obstaclesAreFoundWhereverTheyStand() throws Exception {
        List<String> obstacles = List.of(
                "\"x\ny\",1", "\"x\" ,1", " \"x\",1", "a\"b,1", "\"a\"b,1", "\"open,1", "\"x\"y\",1", "\"a\rb\",1");
        List<String> fine = List.of("\"x\",\"y\"", "\"a,b\",1", "\"\",\"\"", "\"q\"\"q\",\"\"\"\"", "x,\"\"\"y\"");
        for (int before = 0; before < 70; before++) {
            String padding = "a,b\n" + "1".repeat(before) + ",2\n";
            for (String line : obstacles) {
                assertThat(obstacle(padding + line + "\n3,4\n"))
                        .as("%s at %s", line, before)
                        .isPresent();
            }
            for (String line : fine) {
                assertThat(obstacle(padding + line + "\n3,4\n"))
                        .as("%s at %s", line, before)
                        .isEmpty();
                assertThat(obstacle(padding + line))
                        .as("%s at %s", line, before)
                        .isEmpty();
            }
        }
        assertThat(obstacle("\na,b\n1,2\n")).isPresent();
        assertThat(obstacle("a\nx\n")).isPresent();
        assertThat(obstacle("a,b\n1,2\n")).isEmpty();
    }

    private Optional<String> obstacle(String csv) throws IOException {
        Path file = Files.writeString(folder.resolve("obstacle.csv"), csv);
        PlainText text = PlainTextReader.open(file, Optional.empty(), folder).get(0);
        return obstacle(text, CsvLayouts.read(text, Format.Csv.standard()));
    }

    private static Optional<String> obstacle(PlainText text, CsvLayout layout) {
        List<ValueForm> texts = Collections.nCopies(layout.columns().size(), ValueForm.TEXT);
        return DirectReading.of(text, layout, texts, List.of("")).obstacle();
    }
}
