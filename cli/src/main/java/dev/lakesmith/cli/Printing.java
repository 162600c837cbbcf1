package dev.lakesmith.cli;

/** Rows as the command line wants them: JSON for programs, a table for people. */
final class Printing {

    private Printing() {}

    static long print(RootCommand root, Rows rows) {
        return root.options().json()
                ? new JsonPrinter(root.console().out()).print(rows)
                : new TableRenderer(root.console()).print(rows);
    }
}
