/**
 * Runs the unit tests of {@code tests/*.yml}: each in a lake of its own that is thrown away, through the steps of a real
 * run, its outcome held against what the test expects.
 */
@NullMarked
package dev.lakesmith.core.test;

import org.jspecify.annotations.NullMarked;
