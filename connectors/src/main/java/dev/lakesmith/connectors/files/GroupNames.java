package dev.lakesmith.connectors.files;

import dev.lakesmith.core.project.Names;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What groups of files are called: by their files, or by the folder that holds the folders of their partitions. */
final class GroupNames {

    /** What writers call files of any kind. */
    private static final Set<String> VAGUE = Set.of("part", "data", "file", "chunk", "batch", "output", "out", "t");

    /** A file in folders of partitions whose name is shorter is a part of something, as {@code 0.csv}. */
    private static final int SHORTEST = 3;

    private final Map<String, Integer> groupsIn = new HashMap<>();
    private final Set<String> roots;

    /**
     * Names for groups that were found together.
     *
     * @param globs of all of them
     * @param roots the folders that were looked into, which are called like no table
     */
    GroupNames(Collection<String> globs, Set<String> roots) {
        this.roots = Set.copyOf(roots);
        globs.forEach(glob -> partitioned(glob).ifPresent(folder -> groupsIn.merge(folder, 1, Integer::sum)));
    }

    /** The path of the folder in which the folders {@code key=*} begin. */
    private static Optional<String> partitioned(String glob) {
        int first = glob.startsWith("=") ? -1 : glob.indexOf("=*/");
        int end = first < 0 ? -1 : glob.lastIndexOf('/', first);
        return end < 0 ? Optional.empty() : Optional.of(glob.substring(0, end));
    }

    /**
     * What the folder of partitions is called when only this group is in it; else what the file is called but for numbers;
     * when that says nothing, what its folder is called.
     */
    String of(String glob) {
        Optional<String> table = partitioned(glob)
                .filter(folder -> groupsIn.getOrDefault(folder, 0) == 1 && !roots.contains(folder))
                .map(folder -> folder.substring(folder.lastIndexOf('/') + 1))
                .flatMap(GroupNames::plain)
                .filter(name -> !VAGUE.contains(name));
        return table.orElseGet(() -> byFile(glob));
    }

    private String byFile(String glob) {
        String[] parts = glob.split("/", -1);
        Optional<String> vague = Optional.empty();
        for (int i = parts.length - 1; i >= 0; i--) {
            if (parts[i].endsWith("=*")) {
                continue;
            }
            Optional<String> name = plain(i == parts.length - 1 ? parts[i].replaceFirst("\\..*", "") : parts[i]);
            int shortest = partitioned(glob).isPresent() && i == parts.length - 1 ? SHORTEST : 1;
            if (name.filter(each -> each.length() >= shortest && !VAGUE.contains(each))
                    .isPresent()) {
                return name.get();
            }
            if (name.isPresent()
                    && roots.contains(String.join("/", Arrays.asList(parts).subList(0, i + 1)))) {
                // What is around it was not meant.
                return name.get();
            }
            vague = vague.or(() -> name);
        }
        return vague.orElse("files");
    }

    private static Optional<String> plain(String part) {
        return Names.mended(part.replaceAll("[*?]+", "_"));
    }
}
