/**
 * Nested tables as models: one for the record and one for each array in it, written as files for people to own. Uses
 * project, contract, engine and run, the lake and the SQL room.
 */
@NullMarked
package dev.lakesmith.core.relationalize;

import org.jspecify.annotations.NullMarked;
