/** Which tables a lake has: pointers to their metadata files, in one of several kinds of catalog. */
@NullMarked
package dev.lakesmith.lake.catalog;

import org.jspecify.annotations.NullMarked;
