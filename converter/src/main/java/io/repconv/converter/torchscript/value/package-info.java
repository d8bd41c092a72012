/**
 * What a TorchScript program computes with: tensors and their views, numbers, and the graph that
 * comes of them.
 */
@NullMarked
package io.repconv.converter.torchscript.value;

import org.jspecify.annotations.NullMarked;
