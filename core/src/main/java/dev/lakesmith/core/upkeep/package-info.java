/** Keeps tables cheap to read: small files, deletes, old snapshots and files that nothing needs. */
@NullMarked
package dev.lakesmith.core.upkeep;

import org.jspecify.annotations.NullMarked;
