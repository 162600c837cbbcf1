package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.00 kB",
        "9994, 9.99 kB",
        "9995, 10.0 kB",
        "45600000, 45.6 MB",
        "999999, 1.00 MB",
        "1500000000000, 1.50 TB",
        "9223372036854775807, 9.22 EB"
    })
    void bytes_have_three_digits(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "59949, 59.9 s",
        "59950, 1 min 0 s",
        "125000, 2 min 5 s",
        "3780000, 1 h 3 min"
    })
    void durations_have_one_or_two_units(long millis, String text) {
        assertThat(Quantities.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void a_hundred_percent_means_done() {
        assertThat(Quantities.percent(0.9999)).isEqualTo("99%");
        assertThat(Quantities.percent(1)).isEqualTo("100%");
        assertThat(Quantities.percent(7)).isEqualTo("100%");
    }

    @Test
    void counts_have_separators_and_agree_with_their_noun() {
        assertThat(Quantities.count(1, "row", "rows")).isEqualTo("1 row");
        assertThat(Quantities.count(1234567, "row", "rows")).isEqualTo("1,234,567 rows");
    }
}
