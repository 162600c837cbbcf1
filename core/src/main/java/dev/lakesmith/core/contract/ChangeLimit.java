package dev.lakesmith.core.contract;

import java.util.OptionalDouble;

/**
 * How far a number may be from what it was in the last runs that published the table. With fewer runs known than asked
 * for, everything passes.
 *
 * @param runs how many runs back
 * @param maxPercent how many per cent above or below their mean
 * @param maxZ how many standard deviations (of the population) above or below their mean
 */
public record ChangeLimit(int runs, OptionalDouble maxPercent, OptionalDouble maxZ) {}
