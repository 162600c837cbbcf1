package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A project that the campaign makes as often as it needs it, always the same. */
interface Subject {

    String name();

    /** Writes the project's files, without any data. */
    void create(Path folder) throws IOException;

    /** What happens to it, in order. */
    List<Round> rounds();

    /** Columns that the clock decides, beyond those that every lake has. */
    List<String> clockColumns(String table);

    /** The command that shows whether something is left to do; databases and APIs have to be asked. */
    default String idle() {
        return "plan";
    }
}
