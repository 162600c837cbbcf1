package dev.lakesmith.cli.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Something that happens to a project, and the command that deals with it.
 *
 * @param prepare changes the project's files or lake; runs when no command does
 * @param command the command line behind {@code -p FOLDER}
 */
record Round(String name, Consumer<Path> prepare, List<String> command) {

    boolean isRun() {
        return command.get(0).equals("run");
    }

    boolean isReplay() {
        return command.contains("replay");
    }

    boolean isUpkeep() {
        return command.get(0).equals("maintain");
    }
}
