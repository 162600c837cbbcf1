/** What a source must offer: tell what it has, find what is new, land it. A connector knows no SQL and never retries. */
@NullMarked
package dev.lakesmith.core.connector;

import org.jspecify.annotations.NullMarked;
