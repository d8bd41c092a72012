/** Reads torch.export archives ({@code .pt2}) as graphs. */
@NullMarked
package io.repconv.converter.pt2;

import org.jspecify.annotations.NullMarked;
