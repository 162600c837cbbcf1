/** What happened in past runs, in a local file. Deleting it loses no data. */
@NullMarked
package dev.lakesmith.core.history;

import org.jspecify.annotations.NullMarked;
