/**
 * Writes operators in the form an older ONNX opset has for them: a file a family, {@link
 * io.repconv.converter.onnx.lower.Lowerings} the one list.
 */
@NullMarked
package io.repconv.converter.onnx.lower;

import org.jspecify.annotations.NullMarked;
