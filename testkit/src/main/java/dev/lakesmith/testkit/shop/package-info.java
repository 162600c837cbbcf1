/**
 * The data of examples/shop: files as a small shop's systems drop them, with the mistakes real files have, and
 * what must come out of them. Uses the JDK only.
 */
@NullMarked
package dev.lakesmith.testkit.shop;

import org.jspecify.annotations.NullMarked;
