package dev.lakesmith.core.run;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;

/** What is given with {@code --where}. */
final class Condition {

    private Condition() {}

    /** Refuses a condition that says nothing: in parentheses it would be an empty tuple to the engine. */
    static void mustBeWritten(String where) {
        if (where.isBlank()) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "--where is empty; write a condition such as \"id = 1\", or leave it away");
        }
    }
}
