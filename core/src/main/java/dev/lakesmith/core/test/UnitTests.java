package dev.lakesmith.core.test;

import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.lake.storage.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs unit tests one after the other: on the project's engine, in lakes that live in memory where the system has a
 * folder there, and that nothing is left of.
 */
public final class UnitTests {

    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final Workspace workspace;

    public UnitTests(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Runs them; each report is told as soon as it is there. A failed test is reported, not thrown. */
    public void run(List<PreparedTest> tests, Consumer<TestReport> reports) {
        if (tests.isEmpty()) {
            return;
        }
        try (WorkFolder folder = WorkFolder.under(place())) {
            for (int i = 0; i < tests.size(); i++) {
                Path lake = folder.path().resolve("test-" + i);
                reports.accept(new UnitTestRun(tests.get(i), workspace, lake).run());
            }
        }
    }

    /** Of the user's own: what dead processes left there is removed. */
    private Path place() {
        return Files.isWritable(IN_MEMORY)
                ? IN_MEMORY.resolve("lakesmith-" + System.getProperty("user.name", "user"))
                : workspace.project().stateDirectory();
    }
}
