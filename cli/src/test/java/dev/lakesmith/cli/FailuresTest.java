package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {

    private final Captured captured = new Captured();

    @TempDir
    Path folder;

    @Test
    void a_users_mistake_is_its_message_and_code_and_ends_with_2() {
        ExitCode code = new Failures(captured.piped())
                .report(new LakesmithException(ErrorCode.KEY_UNKNOWN, "lakesmith.yml:3:1: unknown key 'tragets'"));

        assertThat(code.number()).isEqualTo(2);
        assertThat(captured.err())
                .isEqualToNormalizingNewlines("error: lakesmith.yml:3:1: unknown key 'tragets' [LS104]\n");
    }

    @Test
    void mistakes_that_have_codes_get_no_other() {
        new Failures(captured.piped())
                .report(new LakesmithException(
                        ErrorCode.PROJECT_INVALID, "a.yml:1:1: one [LS104]\nb.yml:2:1: two [LS106]"));

        assertThat(captured.err())
                .isEqualToNormalizingNewlines("error: a.yml:1:1: one [LS104]\nb.yml:2:1: two [LS106]\n");
    }

    @Test
    void failing_data_ends_with_1() {
        ExitCode code = new Failures(captured.piped())
                .report(new LakesmithException(ErrorCode.CHECK_FAILED, "silver.sales: 3 rows fail sale_id_unique"));

        assertThat(code.number()).isEqualTo(1);
    }

    @Test
    void a_defect_is_one_message_and_the_log_holds_the_stack_trace() {
        Path log = folder.resolve("logs/lakesmith.log");
        Log.open(log, Optional.empty(), captured.piped().err());

        ExitCode code = new Failures(captured.piped(), Optional.of(log), Secrets.of(List.of()))
                .report(new IllegalStateException("no such step"));

        assertThat(code.number()).isEqualTo(1);
        assertThat(captured.err())
                .contains("IllegalStateException: no such step", "[LS901]", "The details are in " + log)
                .doesNotContain("\tat ");
        assertThat(log).content().contains("\tat dev.lakesmith.cli.FailuresTest");
    }

    @Test
    void secrets_stay_out_of_the_log_also_in_exceptions() {
        Log.open(
                folder.resolve("logs/lakesmith.log"),
                Optional.empty(),
                captured.piped().err());
        Log.keepSecret(Secrets.of(List.of("hunter2-Secret")));

        Log.error("hunter2-Secret", new IllegalStateException("of hunter2-Secret"));
        Log.keepSecret(Secrets.of(List.of()));

        assertThat(folder.resolve("logs/lakesmith.log"))
                .content()
                .contains("IllegalStateException: of ***")
                .doesNotContain("hunter2");
    }

    @Test
    void a_log_that_cannot_be_written_is_one_line() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Log.open(
                folder.resolve("file/lakesmith.log"),
                Optional.empty(),
                captured.piped().err());

        Log.error("one", new IllegalStateException());
        Log.error("two", new IllegalStateException());

        assertThat(captured.err().lines()).singleElement().asString().startsWith("warning: the log ");
    }

    @Test
    void an_error_that_is_no_exception_is_told_the_same_way() {
        Map<String, String> environment = new AbstractMap<>() {
            @Override
            public Set<Map.Entry<String, String>> entrySet() {
                throw new StackOverflowError("too deep");
            }
        };

        int code = Main.run(captured.piped(), environment, "-p", folder.toString(), "check");

        assertThat(code).isEqualTo(1);
        assertThat(captured.err())
                .contains("StackOverflowError: too deep", "[LS901]")
                .doesNotContain("\tat ");
    }
}
