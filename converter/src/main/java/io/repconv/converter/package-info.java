/** Reads and writes models: TorchScript, ONNX, and the command line. */
@NullMarked
package io.repconv.converter;

import org.jspecify.annotations.NullMarked;
