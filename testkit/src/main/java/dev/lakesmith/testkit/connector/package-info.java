/** What every connector must do, as tests that each of them passes. Uses core's connector SPI. */
@NullMarked
package dev.lakesmith.testkit.connector;

import org.jspecify.annotations.NullMarked;
