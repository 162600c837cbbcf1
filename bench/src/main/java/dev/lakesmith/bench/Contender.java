package dev.lakesmith.bench;

import java.io.IOException;
import java.util.List;

/**
 * One way to do a job.
 *
 * @param before brings everything into the state in which the job starts; not measured
 * @param command does the job
 */
record Contender(Preparation before, List<String> command) {

    /** Something to do before a measurement. */
    interface Preparation {
        Preparation NONE = () -> {};

        void run() throws IOException;
    }

    Contender {
        command = List.copyOf(command);
    }
}
