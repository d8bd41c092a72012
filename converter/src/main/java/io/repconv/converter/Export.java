package io.repconv.converter;

import java.nio.file.Path;

/**
 * What came of an export.
 *
 * @param file where the ONNX model is, or would be
 * @param bytes its size, its external data included
 * @param opset the version of ONNX's operators it is written in
 * @param written whether the file is in place
 */
public record Export(Folded folded, Path file, long bytes, int opset, boolean written) {}
