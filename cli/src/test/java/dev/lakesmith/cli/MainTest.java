package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final Captured captured = new Captured();

    @TempDir
    Path folder;

    @Test
    void help_names_every_command_and_the_exit_codes() {
        assertThat(run("--help")).isZero();

        assertThat(captured.out())
                .contains("Usage: lakesmith")
                .contains("init", "demo", "--project", "--target", "--log-level", "--no-color", "--json", "--version")
                .contains("Examples:", "Exit codes: 0 done");
        assertThat(captured.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "demo"})
    void each_command_has_help_with_examples_and_the_global_options(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(captured.out()).contains("Usage: lakesmith " + command, "Examples:", "--project", "--json");
    }

    @Test
    void the_version_is_one_line() {
        assertThat(run("--version")).isZero();

        assertThat(captured.out()).matches("lakesmith \\S+\\R");
    }

    @Test
    void a_missing_command_is_wrong_usage() {
        assertThat(run()).isEqualTo(2);

        assertThat(captured.err()).contains("error: a command is missing; known are init, demo", "[LS301]");
    }

    @Test
    void a_mistyped_command_gets_the_nearest_one() {
        assertThat(run("inti")).isEqualTo(2);

        assertThat(captured.err()).isEqualToNormalizingNewlines("""
                        error: 'inti' is not a command; did you mean 'init'? [LS301]
                        Try 'lakesmith --help'.
                        """);
        assertThat(captured.out()).isEmpty();
    }

    @Test
    void a_mistyped_option_gets_the_nearest_one() {
        assertThat(run("init", "--projet=x")).isEqualTo(2);

        assertThat(captured.err())
                .contains("'--projet=x' is not an option of lakesmith init; did you mean '--project'?")
                .contains("Try 'lakesmith init --help'.")
                .doesNotContain("\tat ");
    }

    @Test
    void a_value_that_is_not_allowed_is_shown_with_those_that_are() {
        assertThat(run("--log-level", "loud", "init")).isEqualTo(2);

        assertThat(captured.err()).contains("--log-level", "loud", "DEBUG");
    }

    @Test
    void global_options_stand_before_or_after_the_command() {
        assertThat(run("-p", folder.resolve("a").toString(), "init")).isZero();
        assertThat(run("init", "-p", folder.resolve("b").toString())).isZero();

        assertThat(folder.resolve("a/lakesmith.yml")).exists();
        assertThat(folder.resolve("b/lakesmith.yml")).exists();
    }

    @Test
    void no_color_switches_colours_off() {
        Main.run(captured.colouredTerminal(80), environment(), "inti");
        assertThat(captured.err()).contains("\u001b[31merror:");

        Captured plain = new Captured();
        Main.run(plain.colouredTerminal(80), environment(), "--no-color", "inti");
        assertThat(plain.err()).doesNotContain("\u001b[");
    }

    @Test
    void the_log_is_shown_only_when_asked_for() throws Exception {
        Path occupied = Files.writeString(folder.resolve("file"), "x");

        run("init", occupied.resolve("below").toString());
        assertThat(captured.err()).doesNotContain("\tat ");
        assertThat(folder.resolve("state/lakesmith/lakesmith.log")).content().contains("ERROR dev.lakesmith", "\tat ");

        run("--log-level", "debug", "init", occupied.resolve("below").toString());
        assertThat(captured.err()).contains("ERROR dev.lakesmith", "\tat ");
    }

    private int run(String... arguments) {
        return Main.run(captured.piped(), environment(), arguments);
    }

    private Map<String, String> environment() {
        return Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
    }
}
