/** What tests and benchmarks share: generators of projects and data. */
@NullMarked
package dev.lakesmith.testkit;

import org.jspecify.annotations.NullMarked;
