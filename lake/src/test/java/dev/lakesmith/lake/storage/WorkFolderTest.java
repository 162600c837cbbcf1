package dev.lakesmith.lake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkFolderTest {

    private final Path state;

    WorkFolderTest(@TempDir Path state) {
        this.state = state;
    }

    /** Makes a work folder, says where, and waits to be killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws IOException {
            System.out.println(WorkFolder.under(Path.of(args[0])).path());
            int unused = System.in.read();
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(state.resolve("work"))) {
            return folders.toList();
        }
    }

    @Test
    void foldersOfThisProcessStayUntilTheyAreClosed() throws IOException {
        try (WorkFolder first = WorkFolder.under(state);
                WorkFolder second = WorkFolder.under(state)) {
            Files.writeString(second.fresh("step").resolve("rows"), "1");
            try (WorkFolder third = WorkFolder.under(state)) {
                assertThat(folders()).containsExactlyInAnyOrder(first.path(), second.path(), third.path());
            }
            assertThat(folders()).containsExactlyInAnyOrder(first.path(), second.path());
        }
        assertThat(folders()).isEmpty();
    }

    @Test
    void aFolderOfAnotherProcessIsRemovedWhenThatOneWasKilled() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        state.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Path held = Path.of(holder.inputReader().readLine());
            WorkFolder.under(state).close();
            assertThat(folders()).containsExactly(held);
        } finally {
            holder.destroyForcibly().waitFor();
        }

        WorkFolder.under(state).close();
        assertThat(folders()).isEmpty();
    }

    @Test
    void whatDoesNotBelongToAnyProcessIsRemovedEvenIfItsNameIsThatOfOne() throws IOException {
        Path left = state.resolve("work").resolve(ProcessHandle.current().pid() + "-123");
        Files.createDirectories(left.resolve("deep"));
        Path stray = Files.createFile(state.resolve("work").resolve(".DS_Store"));

        WorkFolder.under(state).close();

        assertThat(folders()).containsExactly(stray);
    }
}
