package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a crawl is asked for.
 *
 * @param sources which sources
 * @param limits how much of each stream is looked at
 * @param fit the share of values that must fit a type for it to be proposed, from 0 to 1
 * @param models whether starter models are proposed
 * @param parquet what becomes of Parquet files
 * @param ignored names, or parts of them with {@code *}, of what is nobody's business
 */
public record Crawl(
        List<Wanted> sources, Excerpt.Limits limits, double fit, Models models, Parquet parquet, List<String> ignored) {

    /** Whether models are proposed. */
    public enum Models {
        PROPOSED,
        NONE
    }

    /** What becomes of Parquet files. */
    public enum Parquet {
        COPIED,
        /** Their tables read them where they are. */
        IN_PLACE
    }

    /**
     * A source.
     *
     * @param name of the source
     * @param pattern which of what it offers, as its connector understands it; empty: all
     * @param text of its file when the project does not have it yet
     * @param streams what is read of it beside what it offers by itself: the keys of each stream by its name
     */
    public record Wanted(
            String name, Optional<String> pattern, Optional<String> text, Map<String, Map<String, Object>> streams) {

        public Wanted {
            streams = new LinkedHashMap<>(streams);
        }

        /** All, or some, of a source that the project has. */
        public static Wanted declared(String name, Optional<String> pattern) {
            return new Wanted(name, pattern, Optional.empty(), Map.of());
        }
    }

    /** Is told what happens. */
    public interface Watcher {

        /** Nobody watches. */
        Watcher SILENT = new Watcher() {
            @Override
            public void looking(String what) {}

            @Override
            public void looked(String what, String found) {}
        };

        /** Something is looked at from now on. */
        void looking(String what);

        /**
         * The same was looked at.
         *
         * @param found for people, such as {@code 1,200 rows (5 of 12 files)}
         */
        void looked(String what, String found);
    }

    /**
     * What came of it.
     *
     * @param files what is proposed
     * @param drift where sources are not what the project expects; of a source that the project does not have, nothing
     * @param notes what people should know
     * @param looked how many streams were looked at
     */
    public record Result(List<FileChange> files, List<Drift> drift, List<String> notes, int looked) {
        public Result {
            files = List.copyOf(files);
            drift = List.copyOf(drift);
            notes = List.copyOf(notes);
        }
    }

    public Crawl {
        sources = List.copyOf(sources);
        ignored = List.copyOf(ignored);
    }
}
