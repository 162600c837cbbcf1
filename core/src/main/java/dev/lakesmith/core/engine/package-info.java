/** What an engine must offer: load landing files, build models, run checks and queries. An engine knows no source and never publishes. */
@NullMarked
package dev.lakesmith.core.engine;

import org.jspecify.annotations.NullMarked;
