/** The graph of a network: values, nodes, operators, tensors, shapes. */
@NullMarked
package io.repconv.graph;

import org.jspecify.annotations.NullMarked;
