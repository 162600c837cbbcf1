/** Copies in landing whose content is checked while they grow. May use nothing else of the connector. */
@NullMarked
package dev.lakesmith.connectors.files.copy;

import org.jspecify.annotations.NullMarked;
