/**
 * Looks at what sources have and proposes streams and models for it, and tells where it is not what the project expects.
 * Uses project, contract, connector, engine, plan and run, the lake, the formats and the SQL room.
 */
@NullMarked
package dev.lakesmith.core.crawl;

import org.jspecify.annotations.NullMarked;
