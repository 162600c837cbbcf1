/**
 * HTTP APIs that answer in JSON or CSV: requests declared in YAML, page by page, all records or those after a bookmark,
 * landed as they were sent. May use {@code core}'s connector SPI.
 */
@NullMarked
package dev.lakesmith.connectors.http;

import org.jspecify.annotations.NullMarked;
