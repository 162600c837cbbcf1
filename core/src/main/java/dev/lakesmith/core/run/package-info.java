/** Runs the steps of a plan in parallel along their dependencies, checks, publishes, and tells what happened. */
@NullMarked
package dev.lakesmith.core.run;

import org.jspecify.annotations.NullMarked;
