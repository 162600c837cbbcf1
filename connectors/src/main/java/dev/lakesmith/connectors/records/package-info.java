/** What connectors of records share: lines in landing, checksums, how far they look back. */
@NullMarked
package dev.lakesmith.connectors.records;

import org.jspecify.annotations.NullMarked;
