/** Reads the data that a user wants two models compared on: arrays, images, ONNX test data. */
@NullMarked
package io.repconv.converter.data;

import org.jspecify.annotations.NullMarked;
