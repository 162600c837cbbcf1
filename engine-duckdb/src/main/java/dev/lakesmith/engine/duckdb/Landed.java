package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.formats.PlainText;

/**
 * One text to be read: a landed file, or an entry of a landed archive.
 *
 * @param file as the ledger names it
 * @param text its plain text
 */
record Landed(LandedFile file, PlainText text) {

    /** What {@code _source_file} says: the source's path, with the archive's entry behind an exclamation mark. */
    String source() {
        return text.entry().isEmpty() ? file.path() : file.path() + "!" + text.entry();
    }
}
