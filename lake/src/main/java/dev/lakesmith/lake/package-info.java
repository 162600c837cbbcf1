/**
 * The lake: a catalog of Iceberg tables on storage, views of it, branches of it, staged writes and their publication.
 * May use {@code vocabulary} and Iceberg; Iceberg types leave this room only towards the engine.
 */
@NullMarked
package dev.lakesmith.lake;

import org.jspecify.annotations.NullMarked;
