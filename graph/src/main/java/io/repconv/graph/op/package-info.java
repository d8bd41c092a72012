/**
 * ONNX's operators: one record each (or one enum for a family) with its attributes, its shapes and
 * what it computes.
 */
@NullMarked
package io.repconv.graph.op;

import org.jspecify.annotations.NullMarked;
