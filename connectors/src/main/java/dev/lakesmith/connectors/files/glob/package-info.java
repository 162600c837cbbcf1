/** Which files a pattern means. May use nothing else of the connector. */
@NullMarked
package dev.lakesmith.connectors.files.glob;

import org.jspecify.annotations.NullMarked;
