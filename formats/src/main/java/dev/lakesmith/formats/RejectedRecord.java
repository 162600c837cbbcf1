package dev.lakesmith.formats;

/**
 * A record that cannot be read.
 *
 * @param line the physical line of the plain text where it begins, 1 for the first
 * @param raw its bytes as text; bytes that are not UTF-8 are written {@code \xNN}
 * @param reason what is wrong, in words a user understands
 */
public record RejectedRecord(long line, String raw, String reason) {}
