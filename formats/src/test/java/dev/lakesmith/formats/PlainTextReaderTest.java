package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlainTextReaderTest {

    private static final String TEXT = "a,b\n1,é\n2,\"x\ny\"\n";

    @TempDir
    Path folder;

    /** A stream that packs what is written to it. */
    private interface Packing {
        OutputStream over(OutputStream target) throws IOException;
    }

    private static byte[] packed(byte[] data, Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.over(bytes)) {
            out.write(data);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return packed(text.getBytes(StandardCharsets.UTF_8), GZIPOutputStream::new);
    }

    private static byte[] joined(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private List<PlainText> open(byte[] landed, Optional<String> encoding) throws IOException {
        Path file = Files.createTempFile(folder, "landed-", ".bin");
        Files.write(file, landed);
        return PlainTextReader.open(file, encoding, folder.resolve("work"));
    }

    private PlainText one(byte[] landed) throws IOException {
        List<PlainText> texts = open(landed, Optional.empty());
        assertThat(texts).hasSize(1);
        return texts.get(0);
    }

    @Test
    void plainUtf8IsCountedWhereItLies() throws Exception {
        Path file = Files.writeString(folder.resolve("plain.csv"), TEXT);
        PlainText text =
                PlainTextReader.open(file, Optional.of("UTF-8"), folder).get(0);
        assertThat(text).isEqualTo(new PlainText(file, "", 17, text.lines(), Optional.empty(), 0, List.of()));
        assertThat(text.newlines()).isEqualTo(4);
        assertThat(text.endsWithNewline()).isTrue();
        assertThat(text.doubleQuotes()).isTrue();
        assertThat(text.physicalLines()).isEqualTo(4);
    }

    @Test
    void linesAreCountedInTextsOfAnyLength() throws Exception {
        Random random = new Random(7);
        for (int length : new int[] {0, 1, 7, 8, 9, 63, 64, 65, 262_143, 262_145, 700_001}) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            for (int i = 0; i < length; i += 1 + random.nextInt(9)) {
                data[i] = (byte) (random.nextBoolean() ? '\n' : 0x8A);
            }
            if (length > 0) {
                data[0] = 'x';
            }
            long expected = 0;
            for (byte value : data) {
                expected += value == '\n' ? 1 : 0;
            }
            PlainText text = one(data);
            assertThat(text.newlines()).isEqualTo(expected);
            assertThat(text.bytes()).isEqualTo(length);
            assertThat(text.endsWithNewline()).isEqualTo(length > 0 && data[length - 1] == '\n');
        }
    }

    @Test
    void everyPackingIsRecognisedByItsBytes() throws Exception {
        byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);
        List<byte[]> landed = List.of(
                gzip(TEXT),
                packed(plain, ZstdOutputStream::new),
                packed(plain, BZip2CompressorOutputStream::new),
                zip("a.csv", TEXT));
        for (byte[] bytes : landed) {
            PlainText text = one(bytes);
            assertThat(text.path()).hasContent(TEXT);
            assertThat(text.newlines()).isEqualTo(4);
            assertThat(text.damage()).isEmpty();
        }
    }

    @Test
    void allMembersOfAGzipAreRead() throws Exception {
        PlainText text = one(joined(gzip("a\n"), gzip(""), gzip("b\n"), new byte[300]));
        assertThat(text.path()).hasContent("a\nb\n");
        assertThat(text.damage()).isEmpty();
    }

    @Test
    void rubbishBehindAGzipMemberIsDamageAndNotTheEnd() throws Exception {
        PlainText text = one(joined(gzip("a\n"), "rubbish".getBytes(StandardCharsets.UTF_8)));
        assertThat(text.path()).hasContent("a\n");
        assertThat(text.damage()).contains("the packed data is damaged: bytes that are not gzip follow a gzip member");
    }

    @Test
    void aCutOffFileGivesWhatItStillHolds() throws Exception {
        StringBuilder lines = new StringBuilder();
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            lines.append(random.nextLong()).append('\n');
        }
        byte[] plain = lines.toString().getBytes(StandardCharsets.UTF_8);
        List<byte[]> whole = List.of(
                packed(plain, GZIPOutputStream::new),
                packed(plain, ZstdOutputStream::new),
                packed(plain, out -> new BZip2CompressorOutputStream(out, 1)),
                zip("numbers.txt", lines.toString()));
        for (byte[] bytes : whole) {
            PlainText text = one(Arrays.copyOf(bytes, bytes.length * 3 / 4));
            assertThat(text.damage()).isPresent();
            assertThat(text.bytes()).isGreaterThan(plain.length / 2);
            assertThat(plain).startsWith(Files.readAllBytes(text.path()));
        }
    }

    @Test
    void aFlippedBitInAGzipIsNoticed() throws Exception {
        byte[] bytes = gzip(TEXT);
        bytes[bytes.length - 6] ^= 1;
        assertThat(one(bytes).damage())
                .contains("the packed data is damaged: the gzip checksum does not match its data");
    }

    @Test
    void entriesOfAZipAreTextsAndClutterIsTold() throws Exception {
        List<PlainText> texts = open(
                zip("in/", "", "in/a.csv", "a\n1\n", "__MACOSX/in/._a.csv", "?", "in/.DS_Store", "?", "b.csv", "b"),
                Optional.empty());
        assertThat(texts).extracting(PlainText::entry).containsExactly("in/a.csv", "b.csv");
        assertThat(texts.get(0).path()).hasContent("a\n1\n");
        assertThat(texts.get(1).path()).hasContent("b");
        assertThat(texts.get(0).notes())
                .containsExactly("3 entries of the zip are folders, links or clutter of macOS and were left out");
    }

    @Test
    void anEmptyZipIsAnEmptyTextWithANote() throws Exception {
        PlainText text = one(zip());
        assertThat(text.bytes()).isZero();
        assertThat(text.notes()).containsExactly("the zip holds no files");
    }

    @Test
    void packedFilesInAnArchiveAreUnpackedAndArchivesInArchivesRefused() throws Exception {
        byte[] packed = gzip(TEXT);
        assertThat(open(zipped("a.csv.gz", packed), Optional.empty()).get(0).path())
                .hasContent(TEXT);
        byte[] tar = tar("a.csv", TEXT);
        for (byte[] bytes : List.of(
                packed(packed, GZIPOutputStream::new),
                packed(zip("a.csv", TEXT), GZIPOutputStream::new),
                zipped("a.tar", tar),
                zipped("a.tar.gz", packed(tar, GZIPOutputStream::new)),
                zipped("a.zip", zip("a.csv", TEXT)))) {
            assertThatThrownBy(() -> open(bytes, Optional.empty()))
                    .isInstanceOfSatisfying(
                            LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_INVALID))
                    .hasMessageContaining("unpack it before it is dropped here");
        }
    }

    private static byte[] zipped(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    /** Names and texts by turns; a name with a slash at its end is a folder. */
    private static byte[] tar(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                byte[] content = entries[i + 1].getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(entries[i]);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aTarGivesOneTextAnEntryAndLeavesOutClutter() throws Exception {
        byte[] tar = tar("in/", "", "in/a.csv", "a\n1\n", "in/._a.csv", "?", "b.csv", "b");
        for (byte[] bytes : List.of(tar, packed(tar, GZIPOutputStream::new))) {
            List<PlainText> texts = open(bytes, Optional.empty());
            assertThat(texts).extracting(PlainText::entry).containsExactly("in/a.csv", "b.csv");
            assertThat(texts.get(0).path()).hasContent("a\n1\n");
            assertThat(texts.get(1).path()).hasContent("b");
            assertThat(texts.get(1).damage()).isEmpty();
            assertThat(texts.get(0).notes())
                    .containsExactly("2 entries of the tar are folders, links or clutter of macOS and were left out");
        }
    }

    @Test
    void aTarThatIsCutOffKeepsWhatCameBefore() throws Exception {
        byte[] tar = tar("a.csv", "a\n1\n", "b.csv", "b\n".repeat(2_000));

        List<PlainText> texts = open(Arrays.copyOf(tar, 3_000), Optional.empty());

        assertThat(texts).extracting(PlainText::entry).containsExactly("a.csv", "b.csv");
        assertThat(texts.get(0).damage()).isEmpty();
        assertThat(texts.get(1).damage().orElseThrow()).contains("Truncated");
        assertThat(texts.get(1).bytes()).isPositive();
    }

    @Test
    void aPackedTarWhoseChecksumIsWrongIsNotBelieved() throws Exception {
        byte[] packed = packed(tar("a.csv", "a\n1\n", "b.csv", "b"), GZIPOutputStream::new);
        packed[packed.length - 8] ^= 1;

        PlainText text = one(packed);

        assertThat(text.bytes()).isZero();
        assertThat(text.damage().orElseThrow()).contains("checksum");
    }

    @Test
    void anEncryptedZipIsRefused() throws Exception {
        byte[] bytes = zip("secret.csv", TEXT);
        int directory = 0;
        while (bytes[directory] != 'P' || bytes[directory + 2] != 1 || bytes[directory + 3] != 2) {
            directory++;
        }
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        assertThatThrownBy(() -> open(bytes, Optional.empty()))
                .hasMessageContaining("secret.csv")
                .hasMessageContaining("encrypted");
    }

    @Test
    void aWorkbookIsNoArchiveOfTexts() throws Exception {
        assertThatThrownBy(() -> open(zip("xl/workbook.xml", TEXT), Optional.empty()))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("is a workbook of Excel; declare format: excel for it");
        assertThat(open(zip("reports/xl/workbook.xml", TEXT), Optional.empty()))
                .singleElement()
                .satisfies(text -> assertThat(text.path()).hasContent(TEXT));
    }

    @Test
    void otherCharsetsBecomeUtf8() throws Exception {
        String text = "a,b\né,€\n";
        for (String charset : List.of("windows-1252", "utf-16", "UTF-16LE", "utf-16be", "utf-8")) {
            byte[] bytes = text.getBytes(Charset.forName(charset));
            assertThat(open(bytes, Optional.of(charset)).get(0).path()).hasContent(text);
        }
        byte[] latin = "a\né\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(open(latin, Optional.of("latin1")).get(0).path()).hasContent("a\né\n");
        byte[] unmarked = text.getBytes(StandardCharsets.UTF_16LE);
        assertThat(open(unmarked, Optional.of("utf-16")).get(0).path()).hasContent(text);
        byte[] marked = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE);
        assertThat(one(marked).path()).hasContent(text);
        assertThat(one(packed(marked, GZIPOutputStream::new)).path()).hasContent(text);
    }

    @Test
    void aByteOrderMarkOfUtf8IsNoted() throws Exception {
        PlainText text = one(("\ufeff" + TEXT).getBytes(StandardCharsets.UTF_8));
        assertThat(text.bomBytes()).isEqualTo(3);
        assertThat(one("\ufeff".getBytes(StandardCharsets.UTF_8)).physicalLines())
                .isZero();
    }

    @Test
    void whatTheCharsetDoesNotKnowBecomesAByteThatNoTextHolds() throws Exception {
        byte[] bytes = {'a', (byte) 0x81, '\n', 'b', (byte) 0xE9, '\n'};
        PlainText text = open(bytes, Optional.of("windows-1252")).get(0);
        assertThat(Files.readAllBytes(text.path()))
                .isEqualTo(new byte[] {'a', (byte) 0xFF, '\n', 'b', (byte) 0xC3, (byte) 0xA9, '\n'});
        byte[] half = {(byte) 0xFF, (byte) 0xFE, 'a', 0, 0, (byte) 0xD8, 'b', 0, 'c'};
        assertThat(Files.readAllBytes(one(half).path())).isEqualTo(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xFF});
    }

    @Test
    void anUnknownCharsetIsToldWithCommonOnes() {
        assertThatThrownBy(() -> open(new byte[] {'a'}, Optional.of("utf-99")))
                .hasMessageContaining("encoding 'utf-99' is not a charset this program knows")
                .hasMessageContaining("windows-1252");
    }

    @Test
    void aMissingFileIsToldByName() {
        assertThatThrownBy(() -> PlainTextReader.open(folder.resolve("gone.csv"), Optional.empty(), folder))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE))
                .hasMessageContaining("gone.csv");
    }

    @Test
    void anOrcFileIsToldAndATextThatOnlyBeginsLikeOneIsRead(@TempDir Path folder) throws IOException {
        Path orc = Files.write(
                folder.resolve("a.orc"), "ORC\u0001\u0002 stripes, footer ORC\u0017".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PlainTextReader.open(orc, Optional.empty(), folder))
                .hasMessage(
                        orc + " is an ORC file, which is not read; write it as Parquet before it is dropped here, with"
                                + " Spark: spark.read.orc(…).write.parquet(…)");

        Path text = Files.writeString(folder.resolve("a.csv"), "ORC_ID,NAME\n1,Azog\n");
        assertThat(PlainTextReader.open(text, Optional.empty(), folder)).hasSize(1);
    }
}
