package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintersTest {

    private static final List<Column> COLUMNS = List.of(new Column("a", "VARCHAR"), new Column("b,c", "DOUBLE"));

    private final Captured captured = new Captured();

    @Test
    void csv_quotes_what_needs_it_and_tells_null_from_an_empty_text() {
        Rows rows = Rows.of(COLUMNS, List.of(List.of("say \"hi\"", 1.5), Arrays.asList("", null), List.of("x\ny", 2)));

        assertThat(new CsvPrinter(captured.piped().out()).print(rows)).isEqualTo(3);

        assertThat(captured.out()).isEqualTo("a,\"b,c\"\n\"say \"\"hi\"\"\",1.5\n\"\",\n\"x\ny\",2\n");
    }

    @Test
    void json_is_one_object_a_line_and_keeps_every_digit() {
        Rows rows = Rows.of(
                COLUMNS,
                List.of(
                        List.of("ü\n", new BigDecimal("12345678901234567890.10")),
                        Arrays.asList(null, Double.NaN),
                        List.of(
                                LocalDate.of(2026, 1, 2),
                                List.of(Map.of("k", new BigInteger("170141183460469231731"))))));

        assertThat(new JsonPrinter(captured.piped().out()).print(rows)).isEqualTo(3);

        assertThat(captured.out()).isEqualTo("""
                        {"a":"ü\\n","b,c":12345678901234567890.10}
                        {"a":null,"b,c":"NaN"}
                        {"a":"2026-01-02","b,c":[{"k":170141183460469231731}]}
                        """);
    }

    @Test
    void json_of_nothing_is_nothing() {
        assertThat(new JsonPrinter(captured.piped().out()).print(Rows.of(COLUMNS, List.of())))
                .isZero();

        assertThat(captured.out()).isEmpty();
    }
}
