/** Shows that two graphs are one network, node by node and weight by weight. */
@NullMarked
package io.repconv.graph.proof;

import org.jspecify.annotations.NullMarked;
