/** Where the files of a lake are, and Iceberg's access to them. */
@NullMarked
package dev.lakesmith.lake.storage;

import org.jspecify.annotations.NullMarked;
