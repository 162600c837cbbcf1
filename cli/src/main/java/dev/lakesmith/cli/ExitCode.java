package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorKind;

/** What the process tells its caller; scripts rely on the numbers. */
enum ExitCode {
    /** Done. */
    DONE(0),
    /** The data or the run failed. */
    FAILED(1),
    /** The command line or the project is wrong. */
    USAGE(2);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(ErrorKind kind) {
        return switch (kind) {
            case USER -> USAGE;
            case EXTERNAL, INTERNAL -> FAILED;
        };
    }
}
