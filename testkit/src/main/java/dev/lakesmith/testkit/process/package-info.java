/** Processes under conditions that a test chooses. */
@NullMarked
package dev.lakesmith.testkit.process;

import org.jspecify.annotations.NullMarked;
