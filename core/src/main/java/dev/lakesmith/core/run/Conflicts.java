package dev.lakesmith.core.run;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.function.Supplier;

/** Does work again that lost against another writer. Each try looks at the lake anew, so nothing is done twice. */
final class Conflicts {

    private static final int TRIES = 5;

    private Conflicts() {}

    static <T> T retried(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (LakesmithException e) {
                if (e.code() != ErrorCode.LAKE_CONFLICT || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }
}
