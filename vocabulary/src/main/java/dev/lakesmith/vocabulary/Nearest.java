package dev.lakesmith.vocabulary;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the word a user probably meant. */
public final class Nearest {

    /** Fewer letters begin too many words. */
    private static final int SHORTEST_BEGINNING = 3;

    /** What other tools call things. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("accepted_range", "between"),
            Map.entry("api", "http"),
            Map.entry("check_cols", "compare"),
            Map.entry("cluster_by", "sort_by"),
            Map.entry("data_tests", "checks"),
            Map.entry("database", "jdbc"),
            Map.entry("data_type", "type"),
            Map.entry("dbt_valid_from", "valid_from"),
            Map.entry("dbt_valid_to", "valid_to"),
            Map.entry("duckdb", "jdbc"),
            Map.entry("ephemeral", "view"),
            Map.entry("equality", "compare"),
            Map.entry("error", "fail"),
            Map.entry("expression_is_true", "sql"),
            Map.entry("incremental", "merge"),
            Map.entry("insert_overwrite", "partition"),
            Map.entry("invalidate_hard_deletes", "hard_deletes"),
            Map.entry("microbatch", "partition"),
            Map.entry("mysql", "jdbc"),
            Map.entry("nginx", "log"),
            Map.entry("postgres", "jdbc"),
            Map.entry("postgresql", "jdbc"),
            Map.entry("recency", "freshness"),
            Map.entry("rest", "http"),
            Map.entry("scd2", "snapshot"),
            Map.entry("sftp", "files"),
            Map.entry("sqlite", "jdbc"),
            Map.entry("strategy", "updated_at"),
            Map.entry("tests", "checks"),
            Map.entry("unique_combination_of_columns", "unique"),
            Map.entry("upsert", "merge"),
            Map.entry("xls", "excel"),
            Map.entry("xlsx", "excel"));

    private Nearest() {}

    /**
     * The candidate with the fewest edits to the word (Damerau's optimal string alignment, ignoring case), if no more
     * than a third of the longer word would change; else the only one that begins with the word, or that the word begins
     * with; else what other tools call by that word.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            int allowed = Math.max(1, Math.max(word.length(), candidate.length()) / 3);
            if (edits <= allowed && edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best)
                .or(() -> beginning(word.toLowerCase(Locale.ROOT), candidates))
                .or(() -> Optional.ofNullable(ELSEWHERE.get(word.toLowerCase(Locale.ROOT)))
                        .filter(candidates::contains));
    }

    private static Optional<String> beginning(String word, Collection<String> candidates) {
        List<String> alike = candidates.stream()
                .filter(candidate -> {
                    String other = candidate.toLowerCase(Locale.ROOT);
                    return Math.min(word.length(), other.length()) >= SHORTEST_BEGINNING
                            && (word.startsWith(other) || other.startsWith(word));
                })
                .distinct()
                .toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** {@code ", did you mean 'x'?"}, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] free = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = free;
        }
        return previous[b.length()];
    }
}
