package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Python with PyIceberg, where there is one. */
final class Python {

    private Python() {}

    /** What a script prints, errors too; the test is skipped without Python, and says so. */
    static String printed(String script, String... arguments) throws IOException, InterruptedException {
        String python = System.getenv("LAKESMITH_TEST_PYTHON");
        if (python == null) {
            System.err.println("SKIPPED: no PyIceberg; set LAKESMITH_TEST_PYTHON to a Python that has it");
        }
        assumeTrue(python != null, "LAKESMITH_TEST_PYTHON names no Python with PyIceberg");
        List<String> command = Stream.concat(
                        Stream.of(Objects.requireNonNull(python), "-W", "ignore", "-c", script),
                        Arrays.stream(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    /** Skips a test, loudly, when a module is missing. */
    static void require(String module) throws IOException, InterruptedException {
        boolean there = printed("import " + module + "; print('there')").contains("there");
        if (!there) {
            System.err.println("SKIPPED: LAKESMITH_TEST_PYTHON has no " + module);
        }
        assumeTrue(there, "LAKESMITH_TEST_PYTHON has no " + module);
    }
}
