/** Drawings of networks: what is drawn, where it lies, and the picture. */
@NullMarked
package io.repconv.converter.drawing;

import org.jspecify.annotations.NullMarked;
