/** The balance of a step: every record read ended in exactly one place. */
@NullMarked
package dev.lakesmith.core.ledger;

import org.jspecify.annotations.NullMarked;
