package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableRendererTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("name", "VARCHAR"), new Column("amount", "DECIMAL(10,2)"), new Column("city", "VARCHAR"));

    private final Captured captured = new Captured();

    @Test
    void texts_are_left_and_numbers_right() {
        print(
                captured.piped(),
                COLUMNS,
                List.of("Ada", new BigDecimal("1.50"), "Ulm"),
                List.of("Grace", new BigDecimal("1200.00"), "Bonn"));

        assertThat(captured.out()).isEqualToNormalizingNewlines("""
                        name    amount  city
                        ─────  ───────  ────
                        Ada       1.50  Ulm
                        Grace  1200.00  Bonn
                        """);
    }

    @Test
    void wide_and_combining_characters_keep_the_columns_aligned() {
        List<Column> columns = List.of(new Column("a", "VARCHAR"), new Column("b", "VARCHAR"));
        print(captured.piped(), columns, List.of("日本", "x"), List.of("e\u0301tat", "y"), List.of("ab", "z"));

        assertThat(captured.out().lines().skip(2)).containsExactly("日本  x", "e\u0301tat  y", "ab    z");
    }

    @Test
    void a_terminal_cuts_the_widest_column_and_a_pipe_cuts_nothing() {
        List<Object> row = List.of("short", new BigDecimal("1"), "x".repeat(100));
        print(captured.terminal(40), COLUMNS, row);
        assertThat(captured.out().lines()).allMatch(line -> line.length() <= 40);
        assertThat(captured.out()).contains("short", "xxx…");

        Captured piped = new Captured();
        print(piped.piped(), COLUMNS, row);
        assertThat(piped.out()).contains("x".repeat(100));
    }

    @Test
    void null_is_dim_and_a_text_of_that_name_is_not() {
        List<Column> columns = List.of(new Column("a", "VARCHAR"));
        new TableRenderer(captured.colouredTerminal(80))
                .print(Rows.of(columns, List.of(Arrays.asList((Object) null), List.of("NULL"))));

        assertThat(captured.out()).contains("\u001b[2mNULL\u001b[0m").endsWith("\nNULL\n");
    }

    @Test
    void values_cannot_break_the_table_or_command_the_terminal() {
        print(captured.piped(), List.of(new Column("a", "VARCHAR")), List.of("two\nlines\u001b[2J"));

        assertThat(captured.out()).contains("two\\nlines\\x1b[2J").doesNotContain("\u001b");
    }

    @Test
    void times_decimals_bytes_and_nested_values_are_readable() {
        List<Column> columns = IntStream.range(0, 7)
                .mapToObj(i -> new Column("c" + i, "VARCHAR"))
                .toList();
        print(
                captured.piped(),
                columns,
                List.of(
                        LocalDate.of(2026, 1, 31),
                        LocalDateTime.of(2026, 1, 31, 8, 0, 0),
                        Instant.parse("2026-01-31T08:00:00.250Z"),
                        new BigDecimal("1E+10"),
                        new byte[] {1, (byte) 0xff},
                        Arrays.asList(1, null),
                        Map.of("k", "v")));

        assertThat(captured.out())
                .contains(
                        "2026-01-31  2026-01-31 08:00:00  2026-01-31 08:00:00.25Z  10000000000  0x01ff  [1, NULL]  {k: v}");
    }

    @Test
    void many_rows_are_counted_and_all_printed() {
        List<List<Integer>> rows =
                IntStream.range(0, 2500).mapToObj(i -> List.of(i)).toList();

        long count = new TableRenderer(captured.piped()).print(Rows.of(List.of(new Column("n", "BIGINT")), rows));

        assertThat(count).isEqualTo(2500);
        assertThat(captured.out().lines().count()).isEqualTo(2502);
    }

    @Test
    void no_rows_still_show_the_columns() {
        assertThat(new TableRenderer(captured.piped()).print(Rows.of(COLUMNS, List.of())))
                .isZero();

        assertThat(captured.out()).startsWith("name  amount  city");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void print(Console console, List<Column> columns, List<Object>... rows) {
        new TableRenderer(console).print(Rows.of(columns, List.of(rows)));
    }
}
