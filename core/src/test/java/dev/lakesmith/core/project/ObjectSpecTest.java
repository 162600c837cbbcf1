package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectSpecTest {

    private static final ObjectSpec ALL = ObjectSpec.of(
            "thing",
            Field.text("text"),
            Field.number("number", -5, 100).orElse("7"),
            Field.yesNo("flag").orElse("false"),
            Field.duration("span"),
            Field.memory("size"),
            Field.texts("list"),
            Field.map("free", "key", new ValueType.Text(TextRule.ANY)),
            Field.textOrObject("either", ObjectSpec.of("inner", Field.text("a").required())),
            Field.objects("several", ObjectSpec.of("item", Field.text("b").required())));

    @Test
    void readsEveryKindOfValueWithItsPlace() {
        Values values = ALL.read("x.yml", """
                text: 0x1F
                number: -5
                flag: True
                span: 1h30m
                list: [a, 2]
                free: { k: v, "2": w }
                either: { a: z }
                several:
                  - b: one
                  - b: two
                """);

        assertThat(values.get("text", String.class)).isEqualTo("0x1F");
        assertThat(values.get("number", Long.class)).isEqualTo(-5L);
        assertThat(values.get("flag", Boolean.class)).isTrue();
        assertThat(values.get("span", Duration.class)).isEqualTo(Duration.ofMinutes(90));
        assertThat(values.find("size", Long.class)).isEmpty();
        assertThat(values.texts("list")).containsExactly("a", "2");
        assertThat(values.elementPlaces("list")).containsExactly(new Place("x.yml", 5, 8), new Place("x.yml", 5, 11));
        assertThat(values.get("free", Values.class).keys()).containsExactly("k", "2");
        assertThat(values.get("either", Values.class).get("a", String.class)).isEqualTo("z");
        assertThat(values.objects("several"))
                .extracting(item -> item.get("b", String.class))
                .containsExactly("one", "two");
        assertThat(values.place("number")).isEqualTo(new Place("x.yml", 2, 9));
        assertThat(values.keyPlace("number")).isEqualTo(new Place("x.yml", 2, 1));
    }

    @Test
    void fillsDefaultsIn() {
        Values values = ALL.read("x.yml", "text: a");

        assertThat(values.get("number", Long.class)).isEqualTo(7L);
        assertThat(values.get("flag", Boolean.class)).isFalse();
        assertThat(values.keys()).containsExactly("text");
    }

    @ParameterizedTest
    @CsvSource({
        "1B, 1",
        "512MB, 512000000",
        "2GB, 2000000000",
        "1.5GiB, 1610612736",
        "64 KiB, 65536",
        "3kB, 3000",
    })
    void readsSizesInThousandsAndIn1024s(String text, long bytes) {
        assertThat(ALL.read("x.yml", "size: " + text).get("size", Long.class)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size: 0MB",
                "size: 12",
                "size: 1XB",
                "span: 5",
                "span: 5 m",
                "span: m",
                "number: 101",
                "number: 1.0",
                "number: 1_000",
                "number: '5'",
                "number: 99999999999999999999",
                "flag: yes",
                "flag: 'true'",
                "flag: 1",
                "text: ''",
                "text:",
                "text: [a]",
                "text: !!binary aGk=",
                "list: a",
                "list: [[a]]",
                "list: [~]",
                "free: a",
                "either: [a]",
                "either: {}",
                "several: { b: one }",
                "several: [{ c: one }]",
                "? [a, b]\n: c",
                "[a]",
                "a",
            })
    void refusesWhatDoesNotFit(String yaml) {
        assertThatThrownBy(() -> ALL.read("x.yml", yaml))
                .isInstanceOfSatisfying(LakesmithException.class, thrown -> assertThat(thrown.code())
                        .isEqualTo(ErrorCode.PROJECT_INVALID))
                .hasMessageStartingWith("x.yml:");
    }

    @Test
    void aDefaultThatItsTypeRefusesIsAMistakeOfTheDeclaration() {
        assertThatThrownBy(() -> Field.number("n", 1, 2).orElse("3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the default '3' of n is not a whole number from 1 to 2");
        assertThatThrownBy(() -> ObjectSpec.of("x", Field.text("a"), Field.yesNo("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the key a of x is declared twice");
    }

    @Test
    void dollarDollarBraceIsAPlainDollarBrace() {
        assertThat(ALL.read("x.yml", "text: a$${b}c").get("text", String.class)).isEqualTo("a${b}c");
    }
}
