/**
 * The fault campaign: runs killed at every fault point and at random moments, and two runs at once, held against a run
 * that nothing happened to. Not part of the normal build; CONTRIBUTING tells how to run it.
 */
@NullMarked
package dev.lakesmith.cli.fault;

import org.jspecify.annotations.NullMarked;
