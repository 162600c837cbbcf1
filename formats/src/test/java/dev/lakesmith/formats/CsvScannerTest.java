package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvScannerTest {

    @TempDir
    Path folder;

    private static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }

    @Test
    void unquotedEmptyIsNullAndQuotedEmptyIsTheEmptyText() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\n,\"\"\n\"\",\n");
        assertThat(scanned.rows()).containsExactly(row(null, ""), row("", null));
        assertThat(scanned.rejects()).isEmpty();
    }

    @Test
    void keepsValuesUntouched() throws Exception {
        Scanned scanned = Scanned.csv(
                folder,
                "a,b\n x ,\t\n\"l1\nl2\",\"cr\rx\r\ny\"\n\"q\"\"q\",a\"b\n# no,é😀\nnul\0,\"\0\"\n \"s\" ,\\n\n");
        assertThat(scanned.rows())
                .containsExactly(
                        row(" x ", "\t"),
                        row("l1\nl2", "cr\rx\r\ny"),
                        row("q\"q", "a\"b"),
                        row("# no", "é😀"),
                        row("nul\0", "\0"),
                        row(" \"s\" ", "\\n"));
        assertThat(scanned.result().spansLines()).isTrue();
    }

    @Test
    void everyKindOfLineEndEndsARecord() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\r\n1,2\r3,4\n5,6\r\n7,8");
        assertThat(scanned.rows()).containsExactly(row("1", "2"), row("3", "4"), row("5", "6"), row("7", "8"));
        assertThat(scanned.layout().newline()).isEqualTo("\r\n");
    }

    @Test
    void blankLinesAreCountedAndAreNoRecords() throws Exception {
        Scanned scanned = Scanned.csv(folder, "\n\na,b\n\n1,2\n\r\n3,4\n\n");
        assertThat(scanned.rows()).containsExactly(row("1", "2"), row("3", "4"));
        assertThat(scanned.result()).isEqualTo(new ScanResult(2, 2, 0, 3, 8, false));
        assertThat(scanned.layout().headerLines()).isEqualTo(3);
        assertThat(Scanned.csv(folder, "a\n\nx\n").rows()).containsExactly(row("x"));
    }

    @Test
    void raggedRecordsAreRejectedWithTheirLineAndText() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\n1\n2,3\n4,5,6\n\"x\ny\",7,8\n9,10\n");
        assertThat(scanned.rows()).containsExactly(row("2", "3"), row("9", "10"));
        assertThat(scanned.rejects())
                .containsExactly(
                        new RejectedRecord(2, "1", "expected 2 columns, found 1"),
                        new RejectedRecord(4, "4,5,6", "expected 2 columns, found 3"),
                        new RejectedRecord(5, "\"x\ny\",7,8", "expected 2 columns, found 3"));
    }

    @Test
    void emptyFieldsBehindTheLastColumnHoldNoValue() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\n1,2,\n3,4,,\n5,\"6\",\n7,8, \n9,10,\"\"\n11,12,");
        assertThat(scanned.rows()).containsExactly(row("1", "2"), row("3", "4"), row("5", "6"), row("11", "12"));
        assertThat(scanned.reasons()).containsExactly("expected 2 columns, found 3", "expected 2 columns, found 3");
    }

    @Test
    void anOpenQuoteCostsOnlyItsLine() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\n1,\"open\n2,two\n3,three\n");
        assertThat(scanned.rows()).containsExactly(row("2", "two"), row("3", "three"));
        assertThat(scanned.rejects())
                .containsExactly(new RejectedRecord(2, "1,\"open", "the quote that opens column 2 is not closed"));
    }

    @Test
    void textBehindAClosingQuoteCostsOnlyItsLine() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\n1,\"x\"y\n2,\"a\nb\"c\n3,z\n");
        assertThat(scanned.rows()).containsExactly(row("3", "z"));
        assertThat(scanned.rejects())
                .containsExactly(
                        new RejectedRecord(2, "1,\"x\"y", "text follows the closing quote of column 2"),
                        new RejectedRecord(3, "2,\"a", "text follows the closing quote of column 2"),
                        new RejectedRecord(4, "b\"c", "expected 2 columns, found 1"));
    }

    @Test
    void bytesThatAreNotUtf8RejectTheRecordAndAreShown() throws Exception {
        byte[] landed = "a,b\n1,x?y\n2,z\n".getBytes(StandardCharsets.UTF_8);
        landed[7] = (byte) 0xE9;
        Scanned scanned = Scanned.csv(folder, landed, Format.Csv.standard());
        assertThat(scanned.rows()).containsExactly(row("2", "z"));
        assertThat(scanned.rejects())
                .containsExactly(new RejectedRecord(2, "1,x\\xE9y", "byte \\xE9 at byte 4 of the record is not UTF-8"));
    }

    @Test
    void declaredNullsAreNullOnlyUnquoted() throws Exception {
        Format.Csv format = new Format.Csv(
                Optional.empty(), Optional.of('"'), Optional.of('"'), true, Optional.empty(), List.of("NA", "\\N"));
        Scanned scanned = Scanned.csv(folder, "a,b\nNA,\"NA\"\n\\N,\n".getBytes(StandardCharsets.UTF_8), format);
        assertThat(scanned.rows()).containsExactly(row(null, "NA"), row(null, ""));
        Scanned one = Scanned.csv(folder, "a\nNA\nx\nNA\n".getBytes(StandardCharsets.UTF_8), format);
        assertThat(one.rows()).containsExactly(row((String) null), row("x"), row((String) null));
    }

    @Test
    void aBackslashEscapesInsideQuotesOnly() throws Exception {
        Scanned scanned = Scanned.csv(
                folder,
                "a,b\n1,\"x\\\"y\"\n2,\"\\\\\"\n3,c\\d\n4,\"p\\\nq\"\n5,\"no\"\"\"\n".getBytes(StandardCharsets.UTF_8),
                Scanned.format(',', Optional.of('"'), Optional.of('\\')));
        assertThat(scanned.rows())
                .containsExactly(row("1", "x\"y"), row("2", "\\"), row("3", "c\\d"), row("4", "p\nq"));
        assertThat(scanned.rejects())
                .containsExactly(new RejectedRecord(7, "5,\"no\"\"\"", "text follows the closing quote of column 2"));
    }

    @Test
    void otherQuotesAndDelimitersOfSeveralBytesWork() throws Exception {
        Scanned single = Scanned.csv(
                folder,
                "a|b\n'x|\"'|'it''s'\n".getBytes(StandardCharsets.UTF_8),
                Scanned.format('|', Optional.of('\''), Optional.of('\'')));
        assertThat(single.rows()).containsExactly(row("x|\"", "it's"));
        Scanned broken = Scanned.csv(
                folder,
                "a¦b\n1Â¦\"2¦\"\n".getBytes(StandardCharsets.UTF_8),
                Scanned.format('¦', Optional.of('"'), Optional.of('"')));
        assertThat(broken.rows()).containsExactly(row("1Â", "2¦"));
        Scanned none = Scanned.csv(
                folder,
                "a,b\n\"1,2\"\n\",x\n".getBytes(StandardCharsets.UTF_8),
                Scanned.format(',', Optional.empty(), Optional.empty()));
        assertThat(none.rows()).containsExactly(row("\"1", "2\""), row("\"", "x"));
    }

    @Test
    void theLastRecordOfADamagedTextIsRejectedWithTheDamage() throws Exception {
        Path file = Files.writeString(folder.resolve("cut.csv"), "a,b\n1,2\n3,");
        PlainText cut =
                new PlainText(file, "", 10, LineCount.known(2, false, false), Optional.of("cut off"), 0, List.of());
        Scanned unfinished = Scanned.csv(folder, cut, Format.Csv.standard());
        assertThat(unfinished.rows()).containsExactly(row("1", "2"));
        assertThat(unfinished.rejects()).containsExactly(new RejectedRecord(3, "3,", "cut off"));
        Files.writeString(file, "a,b\n1,2\n");
        PlainText clean =
                new PlainText(file, "", 8, LineCount.known(2, true, false), Optional.of("cut off"), 0, List.of());
        Scanned between = Scanned.csv(folder, clean, Format.Csv.standard());
        assertThat(between.rejects()).containsExactly(new RejectedRecord(3, "", "cut off"));
        assertThat(between.result().records()).isEqualTo(2);
    }

    @Test
    void aFieldOfFiftyMegabytesIsRead() throws Exception {
        byte[] field = new byte[50_000_000];
        Arrays.fill(field, (byte) 'x');
        field[20_000_000] = '\n';
        Path file = folder.resolve("wide.csv");
        try (var out = Files.newOutputStream(file)) {
            out.write("a,b\n1,\"".getBytes(StandardCharsets.UTF_8));
            out.write(field);
            out.write("\"\n2,y\n".getBytes(StandardCharsets.UTF_8));
        }
        PlainText text = PlainTextReader.open(file, Optional.empty(), folder).get(0);
        Scanned scanned = Scanned.csv(folder, text, Format.Csv.standard());
        assertThat(scanned.result().written()).isEqualTo(2);
        assertThat(scanned.result().longestLine()).isEqualTo(50_000_007);
        assertThat(scanned.rows().get(0).get(1)).isEqualTo(new String(field, StandardCharsets.UTF_8));
    }

    @Test
    void anOpenQuoteAheadOfMuchTextIsFoundWithoutLoadingIt() throws Exception {
        Path file = folder.resolve("stray.csv");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append(i).append(",some text that fills the line well\n");
        }
        try (var out = Files.newBufferedWriter(file)) {
            out.write("a,b\n0,\"open\n");
            for (int i = 0; i < 15; i++) {
                out.write(lines.toString());
            }
        }
        PlainText text = PlainTextReader.open(file, Optional.empty(), folder).get(0);
        CsvLayout layout = CsvLayouts.read(text, Format.Csv.standard());
        List<RejectedRecord> rejects = new ArrayList<>();
        ScanResult result =
                CsvScanner.scan(text, layout, Format.Csv.standard(), folder.resolve("out.csv"), rejects::add);
        assertThat(result.written()).isEqualTo(1_500_000);
        assertThat(rejects).extracting(RejectedRecord::raw).containsExactly("0,\"open");
    }

    @Test
    void manyOpenQuotesDoNotTakeQuadraticTime() throws Exception {
        StringBuilder lines = new StringBuilder("a,b\n");
        for (int i = 0; i < 300_000; i++) {
            lines.append("x\",\"y\n");
        }
        Scanned scanned = Scanned.csv(folder, lines.toString());
        assertThat(scanned.result().records()).isPositive();
        assertThat(scanned.result().written() + scanned.result().rejected())
                .isEqualTo(scanned.result().records());
    }

    @Test
    void aThousandColumnsWork() throws Exception {
        String header = String.join(",", java.util.Collections.nCopies(1_000, "c"));
        String record = String.join(",", java.util.Collections.nCopies(1_000, "\"v\""));
        Scanned scanned = Scanned.csv(folder, header + "\n" + record + "\n" + record + ",extra\n");
        assertThat(scanned.layout().columns()).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(scanned.rows()).hasSize(1);
        assertThat(scanned.reasons()).containsExactly("expected 1000 columns, found 1001");
    }

    @Test
    void goodRecordsAreFoundAgainWithLineAndText() throws Exception {
        Scanned scanned = Scanned.csv(folder, "a,b\n1,2\nbad\n\n3,\"x\ny\"\n5,6\n");
        List<String> found = new ArrayList<>();
        CsvScanner.locate(
                scanned.text(),
                scanned.layout(),
                Format.Csv.standard(),
                new TreeSet<>(List.of(1L, 2L)),
                (position, record) -> found.add(position + "@" + record.line() + ":" + record.raw()));
        assertThat(found).containsExactly("1@5:3,\"x\ny\"", "2@7:5,6");
    }
}
