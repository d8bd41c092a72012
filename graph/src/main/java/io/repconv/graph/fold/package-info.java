/**
 * The algebra of linear regions: proving which parts of a graph are one convolution, and folding
 * them.
 */
@NullMarked
package io.repconv.graph.fold;

import org.jspecify.annotations.NullMarked;
