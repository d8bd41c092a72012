/**
 * Checks folds without the algebra that made them: the float64 interpreter runs what was replaced
 * and what replaces it.
 */
@NullMarked
package io.repconv.graph.certificate;

import org.jspecify.annotations.NullMarked;
