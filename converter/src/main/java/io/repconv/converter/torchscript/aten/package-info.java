/**
 * Lowering of {@code aten::} operators to ONNX's vocabulary: one table of names, one short function
 * an operator, one file a family.
 */
@NullMarked
package io.repconv.converter.torchscript.aten;

import org.jspecify.annotations.NullMarked;
