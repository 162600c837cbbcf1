package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the landed files that a bronze table does not have yet. Copies are there once each; of a file that landing
 * refers to, the ledger may name several contents, and only the last one is there.
 *
 * @param files to load, in the order they were landed
 * @param lost for people: contents that were landed, are not in the table, and are not there to be loaded
 */
record FilesToLoad(List<LandedFile> files, List<String> lost) {

    private static final int SHOWN = 3;

    /**
     * Chooses.
     *
     * @param landed all files of the stream's ledger
     * @param position the last batch that the table has; empty when it is made anew
     * @throws LakesmithException SOURCE_CHANGED when the table reads a file in place that is another one now, or gone
     */
    static FilesToLoad of(Stream stream, List<LandedFile> landed, String position) {
        return stream.format() instanceof Format.ParquetInPlace
                ? new FilesToLoad(registered(stream, landed, position), List.of())
                : readable(landed, position);
    }

    private static FilesToLoad readable(List<LandedFile> landed, String position) {
        Map<String, LandedFile> latest = new HashMap<>();
        landed.forEach(file -> latest.put(file.path(), file));
        Map<String, LandedFile> loaded = new HashMap<>();
        List<LandedFile> files = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (LandedFile file : landed) {
            LandedFile before = loaded.get(file.path());
            if (file.isGone()
                    || (before != null && before.isNoted() && before.etag().equals(file.etag()))) {
                continue;
            }
            LandedFile last = latest.getOrDefault(file.path(), file);
            if (file.batchId().compareTo(position) <= 0) {
                loaded.put(file.path(), file);
            } else if (!file.isNoted() || last.etag().equals(file.etag())) {
                loaded.put(file.path(), file);
                files.add(file);
            } else if (file.objectEtag().isPresent()) {
                lost.add(file.path() + (last.isGone() ? " is gone" : " was replaced"));
            }
        }
        return new FilesToLoad(files, lost.stream().distinct().toList());
    }

    private static List<LandedFile> registered(Stream stream, List<LandedFile> landed, String position) {
        Map<String, LandedFile> loaded = new LinkedHashMap<>();
        Map<String, LandedFile> fresh = new LinkedHashMap<>();
        for (LandedFile file : landed) {
            boolean isLoaded = file.batchId().compareTo(position) <= 0;
            (isLoaded ? loaded : fresh).put(file.landedPath(), file);
        }
        List<LandedFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
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
        return new LakesmithException(
                ErrorCode.SOURCE_CHANGED,
                stream.place() + ": " + stream.bronze() + " reads its files in place, and "
                        + told(others)
                        + ". Put them back as they were, or take all files as they are now: lakesmith run --select "
                        + stream.bronze() + " --full-refresh");
    }

    /** The first of what was lost; there is something. */
    String told() {
        return told(lost);
    }

    private static String told(List<String> all) {
        String more = all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "";
        return String.join(", ", all.subList(0, Math.min(SHOWN, all.size()))) + more;
    }
}
