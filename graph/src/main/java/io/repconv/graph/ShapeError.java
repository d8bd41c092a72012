package io.repconv.graph;

import java.util.List;

/** The inputs of a node do not fit its operator. The builder adds which node it was. */
public final class ShapeError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String observed;
  private final String expected;

  /**
   * @param observed what the inputs are: {@code input with 4 channels}
   * @param expected what the operator needs: {@code 3 channels, as its weight [16, 3, 3, 3] says}
   */
  public ShapeError(String observed, String expected) {
    super(observed + ", expected " + expected);
    this.observed = observed;
    this.expected = expected;
  }

  /** The error of a node that is part of a graph. */
  public RepconvException at(Node node) {
    List<String> names = node.outputs().stream().map(Value::name).toList();
    return at(node.name(), node.origin(), names);
  }

  RepconvException at(String nodeName, Origin origin, List<String> outputNames) {
    String place =
        !origin.scope().isEmpty()
            ? origin.scope()
            : !nodeName.isEmpty() ? nodeName : outputNames.get(0);
    return RepconvException.of(ErrorCode.SHAPE_MISMATCH)
        .at(place)
        .observed(observed)
        .expected(expected)
        .build();
  }
}
