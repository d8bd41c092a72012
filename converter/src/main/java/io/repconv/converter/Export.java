package io.repconv.converter;

import io.repconv.runtime.check.CheckReport;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of an export.
 *
 * @param file where the ONNX model is, or would be
 * @param bytes its size, its external data included
 * @param opset the version of ONNX's operators it is written in
 * @param check how it compares with the original, empty where it was not checked
 * @param written whether the file is in place; it is not where the check failed
 */
public record Export(
    Folded folded,
    Path file,
    long bytes,
    int opset,
    Optional<CheckReport> check,
    boolean written) {}
