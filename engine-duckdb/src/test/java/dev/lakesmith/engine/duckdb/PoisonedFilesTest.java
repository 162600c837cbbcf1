package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.RunReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that nobody can read costs only itself, and is told. */
final class PoisonedFilesTest {

    /** A zip archive of one entry, {@code a.csv}, encrypted with AES. */
    private static final String ENCRYPTED =
            "UEsDBBQAAQBjAFJFdl0AAAAAJwAAAAkAAAAFAAsAYS5jc3YBmQcAAgBBRQMIACcY6ijXxi8Y3YmCzCM7wpCtJHV2Jb"
                    + "L8EN3fguhfOajqVWypwU2lylBLAQIUAxQAAQBjAFJFdl0AAAAAJwAAAAkAAAAFAAsAAAAAAAAAAACAAQAAAABhLmNz"
                    + "dgGZBwACAEFFAwgAUEsFBgAAAAABAAEAPgAAAFUAAAAAAA==";

    @TempDir
    private Path folder = Path.of("");

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_archive_inside_an_archive_is_one_bad_record_beside_good_files() throws Exception {
        Workbench bench = Workbench.in(folder).streams("x: { path: 'drop/*', format: csv }");
        bench.file("drop/good.csv", "a,b\n1,2\n").file("drop/bad.csv", gzip(gzip(bytes("a,b\n3,4\n"))));

        RunReport report = bench.run();

        assertThat(bench.rows("SELECT a, b FROM bronze.in_x")).containsExactly("1|2");
        assertThat(bench.rows("SELECT file FROM quarantine.bronze_in_x WHERE reason LIKE '%holds gzip data%'"))
                .containsExactly("drop/bad.csv");
        assertThat(Workbench.ledger(report, "bronze.in_x").quarantined()).isEqualTo(1);
        assertThat(bench.rows("SELECT reason FROM quarantine.bronze_in_x"))
                .singleElement()
                .asString()
                .startsWith("drop/bad.csv holds gzip data");
        bench.file("drop/bad.csv", "a,b\n3,4\n").run();
        assertThat(bench.rows("SELECT a, b FROM bronze.in_x")).containsExactlyInAnyOrder("1|2", "3|4");
    }

    @Test
    void of_a_file_whose_checksum_is_wrong_no_row_is_believed() throws Exception {
        byte[] packed = gzip(bytes("a,b\n" + "1,2\n".repeat(1_000)));
        packed[packed.length - 6] ^= 1;
        Workbench bench = Workbench.in(folder).streams("x: { path: 'drop/*', format: csv }");
        bench.file("drop/good.csv", "a,b\n5,6\n").file("drop/bad.csv.gz", packed);

        bench.run();

        assertThat(bench.rows("SELECT a, b FROM bronze.in_x")).containsExactly("5|6");
        assertThat(bench.rows("SELECT file, reason FROM quarantine.bronze_in_x"))
                .singleElement()
                .asString()
                .startsWith("drop/bad.csv.gz|")
                .contains("checksum");
    }

    @Test
    void deep_json_stays_text() {
        String deep = "[".repeat(900) + "1" + "]".repeat(900);
        StringBuilder objects = new StringBuilder("1");
        for (int i = 0; i < 400; i++) {
            objects.insert(0, "{\"k\":").append('}');
        }
        Workbench bench = Workbench.in(folder).streams("x: { path: 'drop/*', format: ndjson }");
        bench.file("drop/a.json", "{\"a\":" + deep + ",\"o\":" + objects + ",\"n\":1}\n");

        bench.run();

        assertThat(bench.rows("SELECT a, o, n FROM bronze.in_x")).containsExactly(deep + "|" + objects + "|1");
    }

    @Test
    void an_archive_with_a_password_is_told() {
        Workbench bench =
                Workbench.in(folder).streams("x: { path: 'drop/*', format: csv, quarantine: { max_share: 1.0 } }");

        bench.file("drop/secret.zip", Base64.getDecoder().decode(ENCRYPTED)).run();

        assertThat(bench.rows("SELECT reason, file FROM quarantine.bronze_in_x"))
                .containsExactly("entry a.csv of drop/secret.zip is encrypted; unpack it with its password before it is"
                        + " dropped here|drop/secret.zip");
    }
}
