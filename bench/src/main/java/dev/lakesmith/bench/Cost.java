package dev.lakesmith.bench;

import java.util.OptionalLong;

/**
 * What a program cost from its start to its end, its child processes included.
 *
 * @param cpuSeconds user and system time
 * @param wallSeconds elapsed time
 * @param peakBytes the most memory one of its processes held at once; empty where /proc does not tell it
 */
record Cost(double cpuSeconds, double wallSeconds, OptionalLong peakBytes) {}
