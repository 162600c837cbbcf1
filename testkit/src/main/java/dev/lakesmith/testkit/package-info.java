/**
 * What tests of every room share: project folders, a clock that stands still, golden files, child processes that may be
 * killed. It may use core and what core uses; nothing but tests uses it.
 */
@NullMarked
package dev.lakesmith.testkit;

import org.jspecify.annotations.NullMarked;
