/** The intermediate representation of a network and the algebra that folds its linear regions. */
@NullMarked
package io.repconv.graph;

import org.jspecify.annotations.NullMarked;
