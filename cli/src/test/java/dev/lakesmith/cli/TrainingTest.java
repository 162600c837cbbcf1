package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Without a sound training there is no class archive, and every start takes twice as long. */
final class TrainingTest {

    @Test
    void every_command_that_the_class_archive_is_made_of_goes_well() throws IOException {
        assertThat(Training.failed()).isEmpty();
    }
}
