package dev.lakesmith.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLinesTest {

    @TempDir
    Path folder;

    private JsonLines.Survey survey(byte[] json) throws IOException {
        return JsonLines.survey(Files.write(folder.resolve("lines.json"), json), 0);
    }

    @Test
    void soundLinesAreCountedAndTheirShapesFound() throws Exception {
        JsonLines.Survey survey =
                survey("{\"a\":1}\r\n\n{\"a\":2.5,\"b\":[\"\\ud83d\\ude00\"]}".getBytes(StandardCharsets.UTF_8));
        assertThat(survey.sound()).isTrue();
        assertThat(survey.records()).isEqualTo(2);
        assertThat(survey.shape().fields()).containsOnlyKeys("a", "b");
        assertThat(survey.shape().fields().values())
                .extracting(JsonShape::fit)
                .containsExactly(JsonShape.Fit.DOUBLE, JsonShape.Fit.ARRAY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "{\"a\":NaN}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":1}x",
                "{\"a\":\"\\udc00\\u0041\"}"
            })
    void whatTheScannerRejectsIsNotSound(String line) throws Exception {
        assertThat(survey(("{\"b\":1}\n" + line + "\n").getBytes(StandardCharsets.UTF_8))
                        .sound())
                .isFalse();
    }

    @Test
    void tooDeepNestingAndBytesThatAreNotUtf8AreNotSound() throws Exception {
        String deep = "{\"a\":" + "[".repeat(1001) + "]".repeat(1001) + "}";
        assertThat(survey(deep.getBytes(StandardCharsets.UTF_8)).sound()).isFalse();
        byte[] surrogate = "{\"a\":\"???\"}".getBytes(StandardCharsets.UTF_8);
        surrogate[6] = (byte) 0xED;
        surrogate[7] = (byte) 0xA0;
        surrogate[8] = (byte) 0x80;
        assertThat(survey(surrogate).sound()).isFalse();
    }
}
