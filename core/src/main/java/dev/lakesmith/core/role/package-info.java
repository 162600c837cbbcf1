/** The part a model plays beside being a table: dimension, fact, conformed records. Values only; engines act on them. */
@NullMarked
package dev.lakesmith.core.role;

import org.jspecify.annotations.NullMarked;
