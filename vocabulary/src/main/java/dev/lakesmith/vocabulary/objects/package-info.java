/** Objects in buckets, as the room that knows the clouds gives them to those that read. May use nothing but the JDK. */
@NullMarked
package dev.lakesmith.vocabulary.objects;

import org.jspecify.annotations.NullMarked;
