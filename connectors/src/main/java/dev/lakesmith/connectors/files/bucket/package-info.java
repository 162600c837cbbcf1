/**
 * Files in object storage: which objects globs name, how many of them must be listed, and copies that go on where a
 * connection broke. Knows buckets by what core's {@code ObjectStores} opens. May use the connector's {@code server},
 * {@code copy} and {@code glob}.
 */
@NullMarked
package dev.lakesmith.connectors.files.bucket;

import org.jspecify.annotations.NullMarked;
