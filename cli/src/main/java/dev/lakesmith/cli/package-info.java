/**
 * The command line: commands, progress and output, and the one place that wires the other rooms together. It may use
 * every room; no room uses it.
 */
@NullMarked
package dev.lakesmith.cli;

import org.jspecify.annotations.NullMarked;
