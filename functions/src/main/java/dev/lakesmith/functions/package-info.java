/**
 * The functions that queries may call beside DuckDB's own: pure Java from values to a value, each declared once with
 * its name, parameters, description and example. Knows no engine and uses no other room.
 */
@NullMarked
package dev.lakesmith.functions;

import org.jspecify.annotations.NullMarked;
