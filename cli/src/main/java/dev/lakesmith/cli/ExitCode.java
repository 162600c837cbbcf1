package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorCode;

/** What the process tells its caller; scripts rely on the numbers. */
enum ExitCode {
    /** Done. */
    DONE(0),
    /** The data or the run failed. */
    FAILED(1),
    /** The command line or the project is wrong. */
    USAGE(2),
    /** Ctrl-C, as shells number it. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(ErrorCode code) {
        if (code == ErrorCode.INTERRUPTED) {
            return INTERRUPTED;
        }
        return switch (code.kind()) {
            case USER -> USAGE;
            case EXTERNAL, INTERNAL -> FAILED;
        };
    }
}
