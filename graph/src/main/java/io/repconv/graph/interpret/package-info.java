/** Running a graph in float64, slowly and plainly: what tests and verification trust. */
@NullMarked
package io.repconv.graph.interpret;

import org.jspecify.annotations.NullMarked;
