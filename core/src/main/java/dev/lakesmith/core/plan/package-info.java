/** Pure planning: a project and the lake's state become a list of steps, each with its reason. */
@NullMarked
package dev.lakesmith.core.plan;

import org.jspecify.annotations.NullMarked;
