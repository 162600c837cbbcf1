/**
 * The open Iceberg REST catalog over a lake's own pointers. May use the lake and Iceberg, and of ours beside that only
 * what reads YAML.
 */
@NullMarked
package dev.lakesmith.server.iceberg;

import org.jspecify.annotations.NullMarked;
