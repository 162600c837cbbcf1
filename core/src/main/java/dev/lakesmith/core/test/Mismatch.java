package dev.lakesmith.core.test;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.project.UnitTest;
import java.util.List;
import java.util.SortedMap;

/** Something that is not as a test expects. */
public sealed interface Mismatch {

    /** The table's rows. */
    record Rows(RowDiff diff) implements Mismatch {}

    /**
     * The quarantine.
     *
     * @param missing rows expected and not there
     * @param unexpected rows there and not expected
     */
    record Quarantine(List<UnitTest.QuarantinedRow> missing, List<Held> unexpected) implements Mismatch {
        public Quarantine {
            missing = List.copyOf(missing);
            unexpected = List.copyOf(unexpected);
        }

        /** A quarantined row: why, and the row as JSON. */
        public record Held(String reason, String raw) {}
    }

    /**
     * The checks.
     *
     * @param passed names of checks that were expected to fail
     * @param failed checks that were expected to pass
     */
    record Checks(List<String> passed, List<CheckOutcome> failed) implements Mismatch {
        public Checks {
            passed = List.copyOf(passed);
            failed = List.copyOf(failed);
        }
    }

    /** Rows left out by reason. */
    record Drops(SortedMap<String, Long> expected, SortedMap<String, Long> actual) implements Mismatch {}
}
