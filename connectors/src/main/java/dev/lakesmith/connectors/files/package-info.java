/**
 * Files in folders, of this machine and of servers: a ledger by path and content, copies to landing byte for byte. May use
 * {@code core}'s connector SPI.
 */
@NullMarked
package dev.lakesmith.connectors.files;

import org.jspecify.annotations.NullMarked;
