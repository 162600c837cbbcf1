package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the landed files that a bronze table does not have yet. Copies are there once each; of a file that the table
 * reads in place, the ledger may name several contents, and only the last one is there.
 */
final class FilesToLoad {

    private static final int SHOWN = 3;

    private FilesToLoad() {}

    /**
     * The files to load, in the order they were landed.
     *
     * @param landed all files of the stream's ledger
     * @param position the last batch that the table has; empty when it is made anew
     * @throws LakesmithException SOURCE_CHANGED when the table reads a file in place that is another one now, or gone
     */
    static List<LandedFile> of(Stream stream, List<LandedFile> landed, String position) {
        Map<String, LandedFile> loaded = new LinkedHashMap<>();
        Map<String, LandedFile> fresh = new LinkedHashMap<>();
        Map<String, LandedFile> latest = new HashMap<>();
        for (LandedFile file : landed) {
            boolean isLoaded = file.batchId().compareTo(position) <= 0;
            (isLoaded ? loaded : fresh).put(file.landedPath(), file);
            latest.put(file.path(), file);
        }
        List<LandedFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        // Noted while the stream was one in place, then copied: what was noted is not there any more.
        fresh.values().removeIf(file -> file.isNoted() && !file.equals(latest.get(file.path())));
        for (LandedFile file : fresh.values()) {
            LandedFile before = loaded.get(file.landedPath());
            if (before == null || before.isGone()) {
                if (!file.isGone()) {
                    files.add(file);
                }
            } else if (!before.etag().equals(file.etag())) {
                others.add(file.path() + (file.isGone() ? " is gone" : " has changed"));
            }
        }
        if (!others.isEmpty()) {
            throw changed(stream, others);
        }
        return files;
    }

    private static LakesmithException changed(Stream stream, List<String> others) {
        String more = others.size() > SHOWN ? " and " + (others.size() - SHOWN) + " more" : "";
        return new LakesmithException(
                ErrorCode.SOURCE_CHANGED,
                stream.place() + ": " + stream.bronze() + " reads its files in place, and "
                        + String.join(", ", others.subList(0, Math.min(SHOWN, others.size()))) + more
                        + ". Put them back as they were, or take all files as they are now: lakesmith run --select "
                        + stream.bronze() + " --full-refresh");
    }
}
