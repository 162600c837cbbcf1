/**
 * Turns landed bytes into plain UTF-8 text and finds the records in it, exactly: every record is either handed on or
 * rejected with its reason, raw text and line. It knows no engine and no source; it may use only {@code vocabulary}.
 */
@NullMarked
package dev.lakesmith.formats;

import org.jspecify.annotations.NullMarked;
