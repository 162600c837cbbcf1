package dev.lakesmith.sql;

import java.util.Optional;

/**
 * Remembers what analysing gave, so that DuckDB is not asked the same question again. A question holds everything that
 * its answer depends on but the {@link Edition}. Forgetting anything at any time is allowed.
 */
public interface AnalysisMemory {

    /** Knows nothing and learns nothing. */
    AnalysisMemory NONE = new AnalysisMemory() {
        @Override
        public Optional<String> recall(String question) {
            return Optional.empty();
        }

        @Override
        public void remember(String question, String answer) {}
    };

    /** The answer, on one line. */
    Optional<String> recall(String question);

    /** Keeps an answer. */
    void remember(String question, String answer);
}
