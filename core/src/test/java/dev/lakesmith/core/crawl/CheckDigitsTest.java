package dev.lakesmith.core.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CheckDigitsTest {

    /** Published examples of each country's own descriptions. */
    private static final Map<NationalId, List<String>> SOUND = Map.ofEntries(
            Map.entry(NationalId.SPAIN, List.of("12345678Z", "X1234567L", "00000000T")),
            Map.entry(NationalId.ITALY, List.of("RSSMRA85T10A562S", "MRTMTT91D08F205J")),
            Map.entry(NationalId.FRANCE, List.of("255081416802538", "2 55 08 14 168 025 38")),
            Map.entry(NationalId.FINLAND, List.of("131052-308T")),
            Map.entry(NationalId.CHINA, List.of("11010519491231002X", "440524188001010014")),
            Map.entry(NationalId.SWITZERLAND, List.of("756.9217.0769.85", "7569217076985")),
            Map.entry(NationalId.POLAND, List.of("44051401359", "02070803628")),
            Map.entry(NationalId.GERMANY, List.of("86095742719", "47036892816")),
            Map.entry(NationalId.BELGIUM, List.of("93.05.18-223.61")),
            Map.entry(NationalId.NORWAY, List.of("01010750160")),
            Map.entry(NationalId.BRAZIL, List.of("111.444.777-35", "52998224725")),
            Map.entry(NationalId.TURKEY, List.of("10000000146")),
            Map.entry(NationalId.SWEDEN, List.of("811228-9874", "198112289874")),
            Map.entry(NationalId.NETHERLANDS, List.of("111222333", "123456782")),
            Map.entry(NationalId.PORTUGAL, List.of("123456789", "501964843")),
            Map.entry(NationalId.INDIA, List.of("2341 2341 2346")),
            Map.entry(NationalId.UNITED_STATES, List.of("123-45-6789")));

    @Test
    void numbers_of_people_are_recognised_by_their_check_digits() {
        assertThat(SOUND).containsOnlyKeys(NationalId.values());
        SOUND.forEach((kind, examples) -> assertThat(examples)
                .allSatisfy(
                        text -> assertThat(kind.is(text)).as(kind + " " + text).isTrue()));
    }

    @Test
    void one_digit_that_is_wrong_is_no_such_number() {
        SOUND.forEach((kind, examples) -> {
            if (kind == NationalId.UNITED_STATES) {
                return;
            }
            for (String text : examples) {
                int at = text.matches(".*\\d") ? text.length() - 1 : text.length() - 2;
                char last = text.charAt(at);
                String wrong = text.substring(0, at)
                        + (char) ('0' + (Character.isDigit(last) ? (last - '0' + 1) % 10 : 3))
                        + text.substring(at + 1);
                assertThat(kind.is(wrong)).as(kind + " " + wrong).isFalse();
            }
        });
    }

    @Test
    void the_kind_that_most_values_are_is_chosen_and_none_when_too_few_are() {
        assertThat(NationalId.most(List.of("12345678Z", "00000000T", "x"), 2)).contains(NationalId.SPAIN);
        assertThat(NationalId.most(List.of("12345678Z", "1", "2"), 2)).isEqualTo(Optional.empty());
        assertThat(NationalId.most(List.of(), 0)).isEmpty();
    }

    @Test
    void cards_and_accounts_have_their_sums() {
        assertThat(List.of("4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005"))
                .allMatch(CheckDigits::isCard);
        assertThat(List.of("4111 1111 1111 1112", "1234567812345670", "411111", "abc"))
                .noneMatch(CheckDigits::isCard);
        assertThat(List.of("DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "fr1420041010050500013m02606"))
                .allMatch(CheckDigits::isIban);
        assertThat(List.of("DE88 3704 0044 0532 0130 00", "DE89", "89DE370400440532013000"))
                .noneMatch(CheckDigits::isIban);
    }
}
