package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;

/** The number behind {@code --threads}. */
final class Threads {

    private static final int MOST = 1024;

    private Threads() {}

    static int checked(int threads) {
        if (threads < 1 || threads > MOST) {
            throw new LakesmithException(ErrorCode.USAGE, "--threads is " + threads + "; allowed are 1 to " + MOST);
        }
        return threads;
    }
}
