/** Half precision: which layers of a network can have it, and the network with it. */
@NullMarked
package io.repconv.graph.precision;

import org.jspecify.annotations.NullMarked;
