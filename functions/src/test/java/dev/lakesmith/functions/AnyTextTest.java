package dev.lakesmith.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text makes a function fail, hang, or answer with another kind of value than it declares. */
class AnyTextTest {

    private static final long SEED = 20261121;
    private static final int LONG = 100_000;
    private static final Duration SLOWEST = Duration.ofSeconds(2);
    private static final String[] PIECES = {
        "http://",
        "//",
        "/",
        "?",
        "#",
        "&",
        "=",
        "%",
        "%C3",
        "%zz",
        "@",
        ":",
        "::",
        ".",
        "..",
        "[",
        "]",
        "\"",
        "\\",
        "<",
        ">",
        "+",
        "-",
        "0",
        "00",
        "255",
        "9999999999",
        "a",
        "ß",
        "İ",
        "ǅ",
        "é",
        "e\u0301",
        "😀",
        "\u202e",
        "\u0000",
        "\ufeff",
        " ",
        "\t",
        "\n",
        "\u00a0",
        "str",
        "St",
        "van ",
        "O'",
        "Mozilla/5.0 (",
        "; ",
        "Android ",
        "iPhone",
        "Bot",
        "[01/Jan/2026:00:00:00 +0000]",
        "xn--",
        "xn--a",
        "\u06f3",
        "ext. 5",
        "x"
    };

    static Stream<SqlFunction> functions() {
        return FunctionCatalogue.functions().stream();
    }

    @ParameterizedTest
    @MethodSource("functions")
    @Timeout(60)
    void no_text_makes_a_function_fail(SqlFunction function) {
        Random random = new Random(SEED);
        for (int i = 0; i < 1500; i++) {
            check(function, text(random), second(random, function));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    @Timeout(120)
    void no_long_text_makes_a_function_slow(SqlFunction function) {
        for (String piece : PIECES) {
            String text = piece.repeat(LONG / piece.length());
            long start = System.nanoTime();
            check(function, text, function.calculation() instanceof Calculation.OfTextAndNumber ? 3L : text);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(function.name() + " of " + piece + " repeated")
                    .isLessThan(SLOWEST);
        }
    }

    @Test
    void every_function_is_declared_once_with_all_that_people_need() {
        List<String> names = new ArrayList<>();
        for (SqlFunction function : FunctionCatalogue.functions()) {
            names.add(function.name());
            assertThat(function.name()).matches("[a-z][a-z0-9_]*");
            assertThat(function.description()).as(function.name()).endsWith(".");
            assertThat(function.example().call()).contains(function.name() + "(");
            assertThat(function.example().value()).as(function.name()).isNotEmpty();
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(FunctionCatalogue.find("URL_Host")).isPresent();
    }

    private static void check(SqlFunction function, String first, Object second) {
        Object value = Calls.call(function.name(), first, second);
        Class<?> kind =
                switch (function.returns()) {
                    case TEXT -> String.class;
                    case NUMBER -> Long.class;
                    case TRUTH -> Boolean.class;
                };
        if (value != null) {
            assertThat(value).isInstanceOf(kind);
        }
        assertThat(Calls.call(function.name(), first, second))
                .as("twice the same")
                .isEqualTo(value);
    }

    private static Object second(Random random, SqlFunction function) {
        if (function.calculation() instanceof Calculation.OfTextAndWord worded) {
            return worded.words().get(random.nextInt(worded.words().size()));
        }
        return function.calculation() instanceof Calculation.OfTextAndNumber
                ? (Object) (long) (random.nextInt(20) - 5)
                : random.nextBoolean() ? "DE" : text(random);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                text.append((char) random.nextInt(0xD800));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
