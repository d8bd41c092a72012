/** The partial evaluator: executes a TorchScript program on known numbers and unknown tensors. */
@NullMarked
package io.repconv.converter.torchscript.eval;

import org.jspecify.annotations.NullMarked;
