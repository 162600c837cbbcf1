package dev.lakesmith.core.engine;

/**
 * What goes from a table without a successor.
 *
 * @param count how many
 * @param of how many there were
 * @param kind of what
 */
public record Loss(long count, long of, Kind kind) {

    /** What can go. */
    public enum Kind {
        ROWS("rows"),
        /** Keys of a table of versions that are there no longer; their versions stay. */
        OPEN_VERSIONS("open versions");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For messages. */
        public String words() {
            return words;
        }
    }
}
