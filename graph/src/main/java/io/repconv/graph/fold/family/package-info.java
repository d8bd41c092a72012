/**
 * What the field calls a linear region: a description of its branches and the families of blocks
 * found from it alone, never from names.
 */
@NullMarked
package io.repconv.graph.fold.family;

import org.jspecify.annotations.NullMarked;
