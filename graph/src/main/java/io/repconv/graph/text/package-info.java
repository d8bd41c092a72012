/** Graphs as text that a person reads and a test compares, parsed back without loss. */
@NullMarked
package io.repconv.graph.text;

import org.jspecify.annotations.NullMarked;
