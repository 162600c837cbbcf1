/** How connections are secured: who is trusted, who the client is. May use {@code core}'s declarations of keys. */
@NullMarked
package dev.lakesmith.connectors.tls;

import org.jspecify.annotations.NullMarked;
