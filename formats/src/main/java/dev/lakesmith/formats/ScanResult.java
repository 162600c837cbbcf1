package dev.lakesmith.formats;

/**
 * What a scanner found; {@code records = written + rejected} always.
 *
 * @param records how many records the text holds
 * @param written how many went to the normalised file
 * @param rejected how many were handed out as rejected
 * @param blankLines physical lines with nothing on them, which are no records
 * @param longestLine bytes of the longest record as written
 * @param spansLines whether a record as written holds a line end inside a value; such a file must not be read by
 *     several threads
 */
public record ScanResult(
        long records, long written, long rejected, long blankLines, long longestLine, boolean spansLines) {

    public ScanResult {
        if (records != written + rejected) {
            throw new IllegalArgumentException(
                    "of " + records + " records " + written + " were written and " + rejected + " rejected");
        }
    }
}
