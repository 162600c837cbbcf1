package dev.lakesmith.cli;

import dev.lakesmith.core.run.RunReport;
import java.util.List;

/** The sentences that tell how work ended. */
interface Ending {

    /** When there was nothing to do, or every step found that out. */
    List<String> nothingNew(RunReport report);

    /** What was accomplished, to stand before {@code in 1.2 s}. */
    String succeeded(RunReport report);

    /** What is there all the same, and what to do, to stand behind {@code failed after 1.2 s}. */
    String failed(RunReport report);
}
