/** What a source must offer: tell what it has, find what is new, land it. A run tries extractions again. */
@NullMarked
package dev.lakesmith.core.connector;

import org.jspecify.annotations.NullMarked;
