/** What a table promises about its columns and rows: types and checks. Values only; the engines turn them into SQL. */
@NullMarked
package dev.lakesmith.core.contract;

import org.jspecify.annotations.NullMarked;
