package dev.lakesmith.cli;

import java.nio.file.Path;

/** How this program was called, so that a command shown as advice can be pasted. */
final class Launcher {

    private Launcher() {}

    /** The launcher as the user typed it, which tells it in the property {@code lakesmith.command}. */
    static String command() {
        String typed = System.getProperty("lakesmith.command", "lakesmith");
        return typed.isBlank() ? "lakesmith" : typed.contains(" ") ? '"' + typed + '"' : typed;
    }

    /** The command for a project's folder; without an option for the folder that the user stands in. */
    static String command(Path project) {
        boolean here = project.equals(Path.of("").toAbsolutePath());
        return command() + (here ? "" : " -p " + InitCommand.shown(project));
    }
}
