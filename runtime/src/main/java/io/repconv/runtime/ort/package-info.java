/** Executes ONNX models with ONNX Runtime. */
@NullMarked
package io.repconv.runtime.ort;

import org.jspecify.annotations.NullMarked;
