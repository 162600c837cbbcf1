package dev.lakesmith.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept between commands, and when it is not believed. */
final class AnalysisFileTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void keepTwoAnswers() {
        path = folder.resolve("state").resolve("analyses");
        AnalysisFile file = AnalysisFile.at(path);
        file.remember("a question\nof two lines", "an answer");
        file.remember("another", "größer");
        file.save();
    }

    @Test
    void answers_are_known_to_the_next_command() {
        AnalysisFile file = AnalysisFile.at(path);

        assertThat(file.recall("a question\nof two lines")).contains("an answer");
        assertThat(file.recall("another")).contains("größer");
        assertThat(file.recall("a third")).isEmpty();
        assertThat(path.getParent()).isDirectoryNotContaining(each -> !each.equals(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "nothing that this program wrote", "lakesmith analyses 1 another edition\n0123456789\n"
            })
    void a_file_of_other_content_is_as_good_as_none(String content) throws IOException {
        Files.writeString(path, content);

        assertThat(AnalysisFile.at(path).recall("another")).isEmpty();
    }

    @Test
    void a_damaged_file_is_not_believed_anywhere() throws IOException {
        String whole = Files.readString(path);

        Files.writeString(path, whole.replace("an answer", "an insult"));
        assertThat(AnalysisFile.at(path).recall("another")).isEmpty();

        Files.writeString(path, whole.substring(0, whole.indexOf('\n') + 20) + "\n");
        assertThat(AnalysisFile.at(path).recall("another")).isEmpty();
    }

    @Test
    void a_line_cut_off_at_the_end_is_left_out() throws IOException {
        String whole = Files.readString(path);
        Files.writeString(path, whole.substring(0, whole.length() - 3));

        AnalysisFile file = AnalysisFile.at(path);

        assertThat(file.recall("a question\nof two lines")).contains("an answer");
        assertThat(file.recall("another")).isEmpty();
    }

    @Test
    void a_file_of_another_edition_is_replaced() throws IOException {
        List<String> lines = Files.readAllLines(path);
        lines.set(0, lines.get(0) + "x");
        Files.write(path, lines);

        AnalysisFile file = AnalysisFile.at(path);
        assertThat(file.recall("another")).isEmpty();
        file.remember("another", "new");
        file.save();

        assertThat(AnalysisFile.at(path).recall("another")).contains("new");
        assertThat(AnalysisFile.at(path).recall("a question\nof two lines")).isEmpty();
    }

    @Test
    void answers_nobody_asks_for_are_forgotten_in_the_end() {
        AnalysisFile file = AnalysisFile.at(path);
        for (int i = 0; i < 10; i++) {
            file.remember("old " + i, "answer");
        }
        file.save();
        AnalysisFile next = AnalysisFile.at(path);
        next.remember("new", "answer");
        next.save();

        AnalysisFile last = AnalysisFile.at(path);
        assertThat(last.recall("new")).isPresent();
        assertThat(last.recall("another")).isPresent();
        assertThat(last.recall("old 9")).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_written_costs_nothing_but_time() throws IOException {
        Path blocked = folder.resolve("a file").resolve("analyses");
        Files.writeString(folder.resolve("a file"), "in the way");

        AnalysisFile file = AnalysisFile.at(blocked);
        file.remember("question", "answer");
        file.save();

        assertThat(file.recall("question")).contains("answer");
        assertThat(folder.resolve("a file")).content().isEqualTo("in the way");
    }
}
