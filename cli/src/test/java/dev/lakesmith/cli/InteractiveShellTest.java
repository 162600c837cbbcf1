package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class InteractiveShellTest {

    private static final List<KnownTable> TABLES = List.of(
            new KnownTable(
                    TableName.parse("silver.orders"),
                    List.of(new Column("order_id", "BIGINT"), new Column("amount", "DECIMAL(10,2)"))),
            new KnownTable(TableName.parse("gold.sales"), List.of(new Column("day", "DATE"))));

    private final Captured captured = new Captured();
    private final List<String> executed = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void a_statement_may_span_lines_and_a_line_may_hold_several() throws IOException {
        type("SELECT 1\n FROM silver.orders;\nSELECT ';'; SELECT 2;\n.quit\n", executed::add);

        assertThat(executed).containsExactly("SELECT 1\n FROM silver.orders", "SELECT ';'", "SELECT 2");
    }

    @Test
    void ctrl_d_leaves_and_an_open_statement_is_not_run() throws IOException {
        type("SELECT 1\n", executed::add);

        assertThat(executed).isEmpty();
    }

    @Test
    void a_mistake_is_shown_and_the_shell_goes_on() throws IOException {
        type("SELEC 1; SELECT 0;\nSELECT 2;\n", sql -> {
            executed.add(sql);
            if (sql.startsWith("SELEC ")) {
                throw new LakesmithException(ErrorCode.SQL_SYNTAX, "syntax error at 'SELEC'");
            }
        });

        assertThat(captured.err()).contains("error: syntax error at 'SELEC' [LS201]");
        assertThat(executed).containsExactly("SELEC 1", "SELECT 2");
    }

    @Test
    void ctrl_c_interrupts_the_running_statement_only() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Terminal terminal = terminal("SELECT slow;\nSELECT 2;\n");
        Thread presser = new Thread(() -> {
            try {
                running.await();
                terminal.raise(Terminal.Signal.INT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        presser.start();

        shell(terminal, sql -> {
                    executed.add(sql);
                    if (sql.equals("SELECT slow")) {
                        running.countDown();
                        try {
                            assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS))
                                    .isFalse();
                        } catch (InterruptedException e) {
                            throw new LakesmithException(ErrorCode.INTERRUPTED, "the statement was stopped", e);
                        }
                    }
                })
                .run();
        presser.join();

        assertThat(captured.err()).contains("the statement was stopped [LS701]");
        assertThat(executed).containsExactly("SELECT slow", "SELECT 2");
    }

    @Test
    void dot_commands_list_tables_help_and_name_their_like() throws IOException {
        type(".tables\n.tables gold\n.help\n.tabels\n.quit\nSELECT 1;\n", executed::add);

        assertThat(captured.out()).contains("silver.orders  order_id, amount", "gold.sales", "end it with a semicolon");
        assertThat(captured.err()).contains("'.tabels' is not a command; did you mean '.tables'?");
        assertThat(executed).isEmpty();
    }

    @Test
    void the_first_line_says_how_to_leave_and_a_semicolon_behind_a_command_does_not_matter() throws IOException {
        type(".tables;\n.tables gold ;\n.quit;\nSELECT 1;\n", executed::add);

        assertThat(captured.out())
                .startsWith("SQL ends with a semicolon;")
                .contains(".quit or Ctrl-D leaves", "gold.sales");
        assertThat(captured.err()).isEmpty();
        assertThat(executed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quit", "exit", "EXIT;", "quit ;", ".exit"})
    void whoever_wants_to_leave_leaves(String word) throws IOException {
        type(word + "\nSELECT 1;\n", executed::add);

        assertThat(executed).isEmpty();
    }

    @Test
    void what_was_typed_is_kept() throws IOException {
        type("SELECT 41 + 1;\n", executed::add);

        assertThat(folder.resolve("history")).content().contains("SELECT 41 + 1");
    }

    @Test
    void completion_offers_tables_and_the_columns_of_those_the_statement_names() throws IOException {
        assertThat(candidates("SELECT * FROM sil")).contains("silver.orders", "gold.sales", "GROUP BY");
        assertThat(candidates("SELECT am FROM silver.orders"))
                .contains("amount", "order_id")
                .doesNotContain("day");
        assertThat(candidates("SELECT o.am")).contains("o.amount");
        assertThat(candidates("SELECT * FROM gold."))
                .contains("gold.sales")
                .doesNotContain("gold.day", "gold.order_id", "GROUP BY");
        assertThat(candidates(".ta")).containsExactly(".tables", ".functions", ".help", ".quit");
    }

    private List<String> candidates(String line) throws IOException {
        StatementParser parser = new StatementParser();
        int cursor = line.contains(" FROM silver") ? line.indexOf(" FROM") : line.length();
        LineReader reader = LineReaderBuilder.builder().terminal(terminal("")).build();
        List<Candidate> candidates = new ArrayList<>();
        new SqlCompleter(() -> TABLES).complete(reader, parser.parse(line, cursor, ParseContext.COMPLETE), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    private void type(String text, Consumer<String> statements) throws IOException {
        shell(terminal(text), statements).run();
    }

    private InteractiveShell shell(Terminal terminal, Consumer<String> statements) {
        return new InteractiveShell(terminal, captured.piped(), folder.resolve("history"), () -> TABLES, statements);
    }

    private static Terminal terminal(String typed) throws IOException {
        return new DumbTerminal(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream());
    }
}
