/** Reads whatever a Singer tap reads: a program that writes records as JSON lines. Uses core's connector SPI. */
@NullMarked
package dev.lakesmith.connectors.singer;

import org.jspecify.annotations.NullMarked;
