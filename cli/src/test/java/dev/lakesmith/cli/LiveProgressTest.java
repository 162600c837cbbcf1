package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

    private final Captured captured = new Captured();
    private final SettableClock clock = new SettableClock();

    @Test
    void piped_a_plain_line_says_when_a_step_starts_and_ends() {
        try (LiveProgress progress = new LiveProgress(captured.piped(), clock).start()) {
            LiveProgress.Step step = progress.begin("bronze.crm_contacts");
            step.update(500, 1_000, 0.5);
            progress.redraw();
            clock.advance(Duration.ofMillis(1200));
            step.done("1,000 rows");
        }

        assertThat(captured.out()).isEqualToNormalizingNewlines("""
                        started   bronze.crm_contacts
                        done      bronze.crm_contacts  1,000 rows  1.2 s
                        """);
    }

    @Test
    void a_terminal_shows_figures_and_draws_over_them() {
        LiveProgress progress = new LiveProgress(captured.terminal(80), clock);
        LiveProgress.Step step = progress.begin("bronze.crm_contacts");
        clock.advance(Duration.ofSeconds(3));
        step.update(12_345, 6_700_000, 0.37);
        progress.redraw();

        assertThat(captured.out()).contains("bronze.crm_contacts  3.0 s  37%  12,345 rows  6.70 MB");
        assertThat(captured.out()).contains("\u001b[1A\r\u001b[J");

        step.done("30,000 rows");
        progress.close();
        assertThat(captured.out()).endsWith("✔ bronze.crm_contacts  30,000 rows  3.0 s\n");
    }

    @Test
    void unknown_figures_are_left_out() {
        LiveProgress progress = new LiveProgress(captured.terminal(80), clock);
        progress.begin("gold.sales").update(-1, 0, -1);
        progress.redraw();

        assertThat(captured.out()).contains("gold.sales  0 ms\n").doesNotContain("row", "%");
    }

    @Test
    void a_narrow_window_drops_figures_and_never_wraps() {
        LiveProgress progress = new LiveProgress(captured.terminal(30), clock);
        progress.begin("bronze.a_very_long_stream_name_indeed").update(12_345, 6_700_000, 0.37);
        progress.redraw();

        assertThat(captured.out().replaceAll("\u001b\\[[0-9?]*[A-Za-z]|\r", "").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(30));
        assertThat(captured.out()).contains("bronze.a_v", "…");
    }

    @Test
    void many_steps_are_summed_up() {
        LiveProgress progress = new LiveProgress(captured.terminal(80), clock);
        for (int i = 0; i < 20; i++) {
            progress.begin("step" + i);
        }

        assertThat(captured.out()).contains("… and 8 more");
    }

    @Test
    void the_cursor_is_hidden_while_lines_move_and_comes_back() {
        LiveProgress progress = new LiveProgress(captured.terminal(80), clock).start();
        assertThat(captured.out()).startsWith("\u001b[?25l");

        progress.close();
        progress.close();
        assertThat(captured.out()).endsWith("\u001b[?25h");
    }

    @Test
    void warnings_stay_above_the_running_steps() {
        LiveProgress progress = new LiveProgress(captured.terminal(80), clock);
        progress.begin("bronze.a").warn("b.csv vanished");

        assertThat(captured.out()).contains("warning   bronze.a: b.csv vanished\n");
    }

    @Test
    void beside_results_for_a_program_progress_goes_to_standard_error() {
        try (LiveProgress progress = LiveProgress.besideResults(captured.colouredTerminal(80), clock)) {
            progress.begin("bronze.a").failed("source gone");
        }

        assertThat(captured.out()).isEmpty();
        assertThat(captured.err()).contains("started   bronze.a", "failed    bronze.a  source gone");
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
