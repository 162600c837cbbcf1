/**
 * How connectors go on after a failure that may pass: waits that grow. Knows no protocol; may use
 * {@code vocabulary}.
 */
@NullMarked
package dev.lakesmith.connectors.retry;

import org.jspecify.annotations.NullMarked;
