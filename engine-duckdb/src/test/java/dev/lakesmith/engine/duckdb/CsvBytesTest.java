package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Delimited text in other encodings, in packings, and in bytes that are no text at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CsvBytesTest {

    private static final String INTERNATIONAL = "id,v\r\n1,größe\r\n2,日本\ud83d\ude00\r\n";
    /** {@code id,v}, {@code 1,packed}, {@code 2,twice}. */
    private static final String BZIP2 =
            "QlpoOTFBWSZTWSRRnvQAAAhZgAAQAAQwAC4oRYAgACKYGgBAAAwQzo3rqQdXoTP7wu5IpwoSBIoz3oA=";

    private static final String ZSTD = "KLUv/SQWsQAAaWQsdgoxLHBhY2tlZAoyLHR3aWNlCgc526M=";
    private static final int MANY = 20_000;

    @TempDir
    private static Path folder = Path.of("");

    private @Nullable Drop loaded;

    private Drop drop() {
        return Objects.requireNonNull(loaded);
    }

    @BeforeAll
    void load() throws IOException {
        byte[] gzip = gzip("id,v\n"
                + IntStream.range(0, MANY)
                        .mapToObj(i -> i + "," + Integer.toHexString(i * 0x9E3779B1) + "\n")
                        .collect(Collectors.joining()));
        byte[] utf16 = INTERNATIONAL.getBytes(StandardCharsets.UTF_16LE);
        loaded = Drop.in(folder)
                .csv("nul", "id,v\n1,a\0b\n2,\0\n3,\"\0\"\n")
                .csv("nul_header", "i\0d,v\n1,a\n")
                .csv("invalid", bytes("id,v\n1,gr\u00fc\u00df\n2,ok\n3,\u00ff\n", StandardCharsets.ISO_8859_1))
                .csv("cut_character", bytes("id,v\n1,ok\n2,\u00e2\u0082", StandardCharsets.ISO_8859_1))
                .csv("utf16le", with(new byte[] {(byte) 0xFF, (byte) 0xFE}, utf16))
                .csv(
                        "utf16be",
                        with(new byte[] {(byte) 0xFE, (byte) 0xFF}, bytes(INTERNATIONAL, StandardCharsets.UTF_16BE)))
                .file("utf16", "format: { type: csv, encoding: utf-16le }", utf16)
                .csv("utf16_cut", with(new byte[] {(byte) 0xFF, (byte) 0xFE}, Arrays.copyOf(utf16, utf16.length - 5)))
                .file(
                        "latin1",
                        "format: { type: csv, encoding: iso-8859-1 }",
                        bytes("id,v\n1,größe\n2,\u0080\n", StandardCharsets.ISO_8859_1))
                .file("windows", "format: { type: csv, encoding: windows-1252 }", new byte[] {
                    'i', 'd', ',', 'v', '\n', '1', ',', (byte) 0x80, (byte) 0x93, '\n', '2', ',', (byte) 0x81, '\n'
                })
                .csv("bom", "\ufeffid,v\n1,a\n2,\ufeffb\n")
                .csv("bom_quoted", "\ufeff\"id\",\"v\"\n1,a\n")
                .csv("gzip", gzip("id,v\n1,a\n"))
                .csv("gzip_twice", with(gzip("id,v\n1,a\n"), gzip("2,b\n")))
                .csv("gzip_cut", Arrays.copyOf(gzip, gzip.length / 2))
                .csv("gzip_cut_at_once", Arrays.copyOf(gzip, 15))
                .csv("zstd", Base64.getDecoder().decode(ZSTD))
                .csv("bzip2", Base64.getDecoder().decode(BZIP2))
                .csv("zip", zip("a.csv", "id,v\n1,a\n2\n", "in/b.csv", "id,v\n2,b\n", "in/empty.csv", ""))
                .run();
    }

    @Test
    void nul_bytes_are_values() {
        assertThat(drop().rows("nul", "id, v, length(v)")).containsExactlyInAnyOrder("1|a\0b|3", "2|\0|1", "3|\0|1");
        drop().ends("nul", 3);
        assertThat(drop().columns("nul_header")).containsExactly("id VARCHAR", "v VARCHAR");
        drop().holds("nul_header", "1|a");
    }

    @Test
    void a_record_that_is_not_utf8_is_quarantined_with_its_bytes_shown() {
        drop().holds("invalid", "2|ok");
        drop().ends(
                        "invalid",
                        1,
                        "2|byte \\xFC at byte 5 of the record is not UTF-8|1,gr\\xFC\\xDF",
                        "4|byte \\xFF at byte 3 of the record is not UTF-8|3,\\xFF");
        drop().holds("cut_character", "1|ok");
        drop().ends("cut_character", 1, "3|byte \\xE2 at byte 3 of the record is not UTF-8|2,\\xE2\\x82");
    }

    @Test
    void other_encodings_become_utf8_and_what_they_do_not_know_is_quarantined() {
        for (String stream : new String[] {"utf16le", "utf16be", "utf16"}) {
            drop().holds(stream, "1|größe", "2|日本\ud83d\ude00");
            drop().ends(stream, 2);
        }
        drop().holds("utf16_cut", "1|größe");
        drop().ends("utf16_cut", 1, "3|byte \\xFF at byte 9 of the record is not UTF-8|2,日本\\xFF\\xFF");
        drop().holds("latin1", "1|größe", "2|\u0080");
        drop().holds("windows", "1|€“");
        drop().ends("windows", 1, "3|byte \\xFF at byte 3 of the record is not UTF-8|2,\\xFF");
    }

    @Test
    void a_byte_order_mark_belongs_to_no_name_and_elsewhere_is_a_value() {
        assertThat(drop().columns("bom")).containsExactly("id VARCHAR", "v VARCHAR");
        drop().holds("bom", "1|a", "2|\ufeffb");
        assertThat(drop().columns("bom_quoted")).containsExactly("id VARCHAR", "v VARCHAR");
        drop().holds("bom_quoted", "1|a");
    }

    @Test
    void packed_files_are_told_by_their_bytes() {
        drop().holds("gzip", "1|a");
        drop().holds("gzip_twice", "1|a", "2|b");
        drop().holds("zstd", "1|packed", "2|twice");
        drop().holds("bzip2", "1|packed", "2|twice");
        drop().ends("gzip_twice", 2);
        drop().ends("zstd", 2);
        drop().ends("bzip2", 2);
    }

    @Test
    void a_truncated_file_gives_what_it_holds_and_says_where_it_ends() {
        long rows = Long.parseLong(drop().rows("gzip_cut", "count(*)").get(0));
        assertThat(rows).isBetween(MANY / 3L, MANY * 2L / 3);
        assertThat(drop().rows("gzip_cut", "max(CAST(id AS BIGINT)) + 1")).containsExactly(Long.toString(rows));
        drop().endsDamaged("gzip_cut", rows, rows + 2);
        drop().endsDamaged("gzip_cut_at_once", 0, 1);
    }

    @Test
    void each_entry_of_a_zip_is_a_file_of_its_own() {
        assertThat(drop().rows("zip", "id, v, _source_file"))
                .containsExactlyInAnyOrder("1|a|drop/zip.x!a.csv", "2|b|drop/zip.x!in/b.csv");
        drop().ends("zip", 2, "3|expected 2 columns, found 1|2");
        assertThat(drop().quarantined("zip", "file")).containsExactly("drop/zip.x!a.csv");
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] with(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
