package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.ScanFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses the files of a table that are better written anew. */
final class Compaction {

    /** From this share of deleted rows on, a file is written anew. */
    private static final double DELETED_SHARE = 0.2;

    /** A smaller data file counts as small. */
    private static final long SMALL_BYTES = 32L << 20;

    /** How much one compaction reads at most: the size of a data file. */
    private static final long COMPACTED_BYTES = 256L << 20;

    private Compaction() {}

    /** Files to be written anew together, at most {@link #COMPACTED_BYTES} of them in each list. */
    static List<List<ScanFile>> of(LakeTable table, Budget budget) {
        Map<String, List<ScanFile>> partitions = new LinkedHashMap<>();
        boolean manyDeletes = table.deleteFileCount() > budget.deleteFiles();
        for (ScanFile file : table.files()) {
            partitions
                    .computeIfAbsent(file.partition(), key -> new ArrayList<>())
                    .add(file);
        }
        List<List<ScanFile>> chosen = new ArrayList<>();
        for (List<ScanFile> files : partitions.values()) {
            List<ScanFile> small =
                    files.stream().filter(file -> file.bytes() < SMALL_BYTES).toList();
            List<ScanFile> worthy = new ArrayList<>(small.size() > budget.smallFiles() ? small : List.of());
            files.stream()
                    .filter(file -> !worthy.contains(file))
                    .filter(file -> !file.isWhole())
                    .filter(file -> manyDeletes || file.shareLeftOut() >= DELETED_SHARE)
                    .forEach(worthy::add);
            chosen.addAll(packed(worthy));
        }
        return chosen;
    }

    /** How many small data files the fullest partition has. */
    static int smallFiles(LakeTable table) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        table.files().stream()
                .filter(file -> file.bytes() < SMALL_BYTES)
                .forEach(file -> counts.merge(file.partition(), 1, Integer::sum));
        return counts.values().stream().max(Comparator.naturalOrder()).orElse(0);
    }

    private static List<List<ScanFile>> packed(List<ScanFile> files) {
        List<List<ScanFile>> packs = new ArrayList<>();
        List<ScanFile> pack = new ArrayList<>();
        long bytes = 0;
        for (ScanFile file : files) {
            if (bytes + file.bytes() > COMPACTED_BYTES && !pack.isEmpty()) {
                packs.add(List.copyOf(pack));
                pack.clear();
                bytes = 0;
            }
            pack.add(file);
            bytes += file.bytes();
        }
        if (!pack.isEmpty()) {
            packs.add(List.copyOf(pack));
        }
        return packs;
    }
}
