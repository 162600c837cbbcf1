package dev.lakesmith.core.engine;

import java.util.Optional;

/**
 * What reading quarantined records once more gave. Nothing is staged yet.
 *
 * @param chosen the records that the condition chose
 * @param left those of them that cannot be read by themselves and stay as they are: whole files, ends of damaged files,
 *     bytes that are no text
 * @param loaded rows, and the quarantine without the records that were read, with those refused again; empty when
 *     nothing was read
 */
public record ReplayOutcome(long chosen, long left, Optional<LoadOutcome> loaded) {}
