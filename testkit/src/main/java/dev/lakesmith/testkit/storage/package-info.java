/** Object storage to test with: real servers on this machine, and a proxy that makes them fail. */
@NullMarked
package dev.lakesmith.testkit.storage;

import org.jspecify.annotations.NullMarked;
