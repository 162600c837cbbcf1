/** One HTTP server for everything that listens: how it starts, is encrypted, tells mistakes and stops. Knows no lake. */
@NullMarked
package dev.lakesmith.server.http;

import org.jspecify.annotations.NullMarked;
