package dev.lakesmith.core.crawl;

import java.util.Optional;

/**
 * A file of the project that is proposed, or proposed to be longer.
 *
 * @param path in the project, with slashes
 * @param before what it holds now; empty: it is not there
 * @param after what it would hold
 */
public record FileChange(String path, Optional<String> before, String after) {}
