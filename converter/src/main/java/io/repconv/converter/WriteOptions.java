package io.repconv.converter;

import java.util.OptionalInt;

/**
 * How ONNX is written.
 *
 * @param opset the version of ONNX's operators, {@value #LEAST_OPSET} to {@value #MOST_OPSET};
 *     where it is not given, an ONNX model keeps its own (raised to {@value #LEAST_OPSET}) and
 *     others get {@value #DEFAULT_OPSET}
 * @param externalData whether weights go to a file of their own beside the model, {@code
 *     model.onnx.data}
 */
public record WriteOptions(OptionalInt opset, boolean externalData) {
  public static final int LEAST_OPSET = 13;
  public static final int MOST_OPSET = 21;
  public static final int DEFAULT_OPSET = 17;

  public static final WriteOptions DEFAULT = new WriteOptions(OptionalInt.empty(), false);

  public WriteOptions withOpset(int version) {
    return new WriteOptions(OptionalInt.of(version), externalData);
  }

  public WriteOptions withExternalData() {
    return new WriteOptions(opset, true);
  }
}
