package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Diagnostic;
import java.util.List;

/**
 * The files of {@code tests/}, read.
 *
 * @param tests those that are sound by themselves, by file and place
 * @param diagnostics every mistake, by file, line and column, without any secret
 */
public record LoadedTests(List<UnitTest> tests, List<Diagnostic> diagnostics) {

    public LoadedTests {
        tests = List.copyOf(tests);
        diagnostics = List.copyOf(diagnostics);
    }
}
