/** Reads ONNX models into graphs and writes graphs as ONNX. */
@NullMarked
package io.repconv.converter.onnx;

import org.jspecify.annotations.NullMarked;
