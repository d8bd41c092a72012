/**
 * Clean-up of graphs. A pass takes a graph and gives an equal one, the same object where it has
 * nothing to do; each takes time in proportion to the graph.
 *
 * <p>Names of inputs and outputs stay, and so do those of values that a subgraph of an {@link
 * io.repconv.graph.Opaque} node reads by name.
 */
@NullMarked
package io.repconv.graph.pass;

import org.jspecify.annotations.NullMarked;
