/**
 * Databases through JDBC: whole tables and queries, all rows or those after a cursor, read by several connections within
 * one snapshot where the database has that. May use {@code core}'s connector SPI.
 */
@NullMarked
package dev.lakesmith.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
