/**
 * The words every room speaks: table names, columns, errors, diagnostics and named fault points.
 * This is the lowest room; it may use nothing but the JDK.
 */
@NullMarked
package dev.lakesmith.vocabulary;

import org.jspecify.annotations.NullMarked;
