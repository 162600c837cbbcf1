/** Catalogs of cloud providers. */
@NullMarked
package dev.lakesmith.cloud.catalog;

import org.jspecify.annotations.NullMarked;
