package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.glob.GlobText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How streams name groups of files, so that no file is read by two of them: {@code 2026.csv} alone would be
 * {@code *.csv}, and {@code orders-*.csv} takes {@code orders-1-returns.csv} too.
 */
final class GroupPaths {

    private final SortedMap<String, SortedMap<String, Long>> groups;

    /** @param groups the files of each group by its glob */
    GroupPaths(SortedMap<String, SortedMap<String, Long>> groups) {
        this.groups = groups;
    }

    /**
     * The keys {@code path} and, where other groups cannot be told from this one otherwise, {@code exclude}.
     *
     * @param glob of a group
     * @param narrow matches nothing but digits where the glob matches anything
     */
    Map<String, Object> of(String glob, String narrow) {
        List<String> others = within(glob, glob);
        boolean better = !others.isEmpty() && all(narrow, files(glob));
        String path = better ? narrow : glob;
        List<String> excluded = better ? within(narrow, glob) : others;
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("path", path);
        // Nothing that would leave out files of the group itself.
        List<String> possible = excluded.stream()
                .filter(other -> files(glob).keySet().stream().noneMatch(file -> matches(other, file)))
                .toList();
        if (!possible.isEmpty()) {
            keys.put("exclude", possible.size() == 1 ? possible.get(0) : possible);
        }
        return keys;
    }

    /** The other groups of which a glob matches files. */
    private List<String> within(String glob, String own) {
        GlobText text = GlobText.of(glob, "files");
        if (text.namesOneFile()) {
            return List.of();
        }
        return groups.entrySet().stream()
                .filter(other -> !other.getKey().equals(own))
                .filter(other -> other.getValue().keySet().stream().anyMatch(file -> matches(text, file)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    private SortedMap<String, Long> files(String glob) {
        return groups.getOrDefault(glob, new TreeMap<>());
    }

    private static boolean all(String glob, SortedMap<String, Long> files) {
        GlobText text = GlobText.of(glob, "files");
        return files.keySet().stream().allMatch(file -> matches(text, file));
    }

    private static boolean matches(String glob, String file) {
        return matches(GlobText.of(glob, "files"), file);
    }

    private static boolean matches(GlobText text, String file) {
        if (text.namesOneFile()) {
            return file.equals(text.written());
        }
        String above = text.fixed().isEmpty() || text.fixed().endsWith("/") ? text.fixed() : text.fixed() + "/";
        return file.startsWith(above) && text.matches(file.substring(above.length()));
    }
}
