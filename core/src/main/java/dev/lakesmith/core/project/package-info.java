/** The project's files as checked records: YAML and SQL become {@link dev.lakesmith.core.project.Project}, or diagnostics with their places. May use {@code contract}, {@code formats} and {@code sql}. */
@NullMarked
package dev.lakesmith.core.project;

import org.jspecify.annotations.NullMarked;
