/** What a source must offer: find what is new, copy it to landing. A connector knows no SQL and never retries. */
@NullMarked
package dev.lakesmith.core.connector;

import org.jspecify.annotations.NullMarked;
