package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValueFormTest {

    @TempDir
    Path folder;

    private static boolean matches(ValueForm form, String text) {
        byte[] data = (text + "\n").getBytes(StandardCharsets.UTF_8);
        int end = form.end(Arrays.copyOf(data, data.length + LineParts.PADDING), 0);
        return end > 0 && end == data.length - 1;
    }

    private static void plain(ValueForm form, String... texts) {
        assertThat(Arrays.stream(texts).filter(text -> !matches(form, text))).isEmpty();
    }

    private static void doubtful(ValueForm form, String... texts) {
        assertThat(Arrays.stream(texts).filter(text -> matches(form, text))).isEmpty();
    }

    @Test
    void an_integer_is_a_sign_and_digits() {
        plain(ValueForm.INTEGER, "0", "-1", "+7", "007", "12345678901234567890");
        plain(ValueForm.INTEGER, "12345678", "-1234567890123456789012345678901234567890");
        doubtful(
                ValueForm.INTEGER,
                "",
                "-",
                "12345678x",
                "123456789012345678901234567890.",
                "1.0",
                "1e3",
                "0x10",
                "1_000",
                " 1",
                "1 ",
                "1,0",
                "NaN",
                "１");
    }

    @Test
    void a_decimal_has_no_more_decimals_than_wanted_but_zeros() {
        ValueForm cents = ValueForm.decimal(2);
        plain(cents, "1", "1.", "-1.2", "+1.23", "1.2300000", "0.00", "00.1");
        doubtful(cents, "", ".", ".5", "1.234", "1.2301", "1e2", "1.2.3", "1.2-", "1,5", "1.2 ", "-", "inf");
        doubtful(cents, "1" + "0".repeat(200));
        plain(ValueForm.decimal(0), "5", "5.0");
        doubtful(ValueForm.decimal(0), "5.1");
        plain(ValueForm.REAL, "1.7", "-0.125", "3");
        doubtful(ValueForm.REAL, "1e3", "nan", "Infinity", "1.5f");
    }

    @Test
    void days_and_times_are_written_in_full_and_without_an_offset() {
        plain(ValueForm.DATE, "2026-01-31", "9999-99-99");
        doubtful(ValueForm.DATE, "2026-1-5", "2026/01/31", "20260131", "2026-01-31 ", "x026-01-31", "12026-01-31");
        plain(
                ValueForm.TIMESTAMP,
                "2026-01-31 10:00:00",
                "2026-01-31T10:00:00",
                "2026-01-31T10:00:00Z",
                "2026-01-31 10:00:00.1",
                "2026-01-31T10:00:00.123456Z");
        doubtful(
                ValueForm.TIMESTAMP,
                "",
                "Z",
                "2026-01-31",
                "2026-01-31 10:00",
                "2026-01-31 10:00:00.",
                "2026-01-31 10:00:00.1234567",
                "2026-01-31 10:00:00+00",
                "2026-01-31 10:00:00ZZ",
                "2026-01-31_10:00:00",
                "2026-01-31 10-00-00");
    }

    @Test
    void a_boolean_is_a_word() {
        plain(ValueForm.BOOLEAN, "true", "false", "TRUE", "False");
        doubtful(ValueForm.BOOLEAN, "", "1", "yes", "t", "truee", "tru");
    }

    @Test
    void values_are_judged_in_their_column_wherever_they_stand() throws Exception {
        List<ValueForm> forms = List.of(ValueForm.INTEGER, ValueForm.TEXT, ValueForm.decimal(2));
        for (int before = 0; before < 140; before++) {
            String start = "id,name,price\n1," + "x".repeat(before) + ",1.25\n";
            assertThat(plainValues(start + "2,1.234,3\n", forms)).isTrue();
            assertThat(plainValues(start + "2,\"a,b\",3\n", forms)).isTrue();
            assertThat(plainValues(start + ",,\n4,y,5", forms)).isTrue();
            assertThat(plainValues((start + "2,y,3\n").replace("\n", "\r\n"), forms))
                    .isTrue();
            assertThat(plainValues(start + "2,y,1.234\n", forms)).isFalse();
            assertThat(plainValues(start + "2,y,1.234", forms)).isFalse();
            assertThat(plainValues(start + "2.5,y,1\n", forms)).isFalse();
            assertThat(plainValues(start + "\"2\",y,1\n", forms)).isFalse();
            assertThat(plainValues(start + "2,\"a,b\",1.234\n", forms)).isFalse();
        }
    }

    @Test
    void lines_longer_than_a_buffer_and_values_across_buffers_are_judged() throws Exception {
        List<ValueForm> forms = List.of(ValueForm.INTEGER, ValueForm.TEXT);
        String longLines = ("1," + "x".repeat(300_000) + "\n").repeat(3);
        assertThat(plainValues("a,b\n" + longLines, forms)).isTrue();
        assertThat(plainValues("a,b\n" + longLines + "1.5,x\n", forms)).isFalse();
        String many = "123456789,abc\n".repeat(60_000);
        assertThat(plainValues("a,b\n" + many, forms)).isTrue();
        assertThat(plainValues("a,b\n" + many + "1.5,x\n" + many, forms)).isFalse();
        assertThat(reading("a,b\n1," + "x".repeat(3_000_000) + "\n", forms, List.of())
                        .obstacle())
                .isPresent();
    }

    @Test
    void lines_are_counted_while_values_are_looked_at_in_parts_of_a_large_text_too() throws Exception {
        List<ValueForm> forms = List.of(ValueForm.INTEGER, ValueForm.TEXT);
        String csv = "a,b\n" + "123456789,\"q,q\"\r\n".repeat(1_200_000) + "7,the last";

        assertThat(reading(csv, forms, List.of("")).lines()).hasValue(1_200_002);
        assertThat(reading(csv + "\nx,y\n", forms, List.of("")).lines()).isEmpty();
    }

    @Test
    void null_texts_need_no_form() throws Exception {
        List<ValueForm> forms = List.of(ValueForm.INTEGER, ValueForm.DATE);
        assertThat(reading("a,b\n1,NA\n", forms, List.of("", "NA")).plainValues())
                .isTrue();
        assertThat(reading("a,b\n1,\n", forms, List.of("NA")).plainValues()).isFalse();
    }

    private boolean plainValues(String csv, List<ValueForm> forms) throws IOException {
        DirectReading reading = reading(csv, forms, List.of(""));
        assertThat(reading.obstacle()).isEmpty();
        return reading.plainValues();
    }

    private DirectReading reading(String csv, List<ValueForm> forms, List<String> nulls) throws IOException {
        Path file = Files.writeString(folder.resolve("values.csv"), csv);
        PlainText text = PlainTextReader.open(file, Optional.empty(), folder).get(0);
        DirectReading reading = DirectReading.of(text, CsvLayouts.read(text, Format.Csv.standard()), forms, nulls);
        reading.lines().ifPresent(lines -> assertThat(lines).isEqualTo(text.physicalLines()));
        return reading;
    }
}
