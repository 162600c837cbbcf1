/**
 * Projects of any number of models, as a large company's warehouse has them, for tests and measurements of size. Uses
 * the JDK only.
 */
@NullMarked
package dev.lakesmith.testkit.estate;

import org.jspecify.annotations.NullMarked;
