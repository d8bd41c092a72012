package io.repconv.graph.fold;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.List;

/** {@code y[c] = scale[c] * x[c] + shift[c]}: rows are scaled, the bias is scaled and shifted. */
record AffineStep(Node node, Value input, Rewrite rewrite, Coefficients coefficients)
    implements LinearStep {

  /** Per-channel numbers, computed in double from the parameters. */
  static final class Coefficients {
    private final double[] scale;
    private final double[] shift;
    private final double[] shiftMagnitude;

    Coefficients(double[] scale, double[] shift) {
      this(scale, shift, Arrays.stream(shift).map(Math::abs).toArray());
    }

    /**
     * @param shiftMagnitude the absolute values of what the shift is a sum of, added up
     */
    Coefficients(double[] scale, double[] shift, double[] shiftMagnitude) {
      this.scale = scale;
      this.shift = shift;
      this.shiftMagnitude = shiftMagnitude;
    }

    int channels() {
      return scale.length;
    }

    boolean isFinite() {
      for (int c = 0; c < scale.length; c++) {
        if (!Double.isFinite(scale[c]) || !Double.isFinite(shift[c])) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  public List<Value> inputs() {
    return List.of(input);
  }

  @Override
  public List<Node> nodes() {
    return List.of(node);
  }

  @Override
  public Form form(List<Form> inputs, Constants constants) {
    return inputs.get(0);
  }

  @Override
  public double[] forward(List<double[]> inputs, Part part) {
    double[] y = inputs.get(0).clone();
    for (int c = 0; c < y.length; c++) {
      double scale = coefficients.scale[c];
      y[c] =
          switch (part) {
            case VALUE -> scale * y[c] + coefficients.shift[c];
            case ABSOLUTE -> Math.abs(scale) * y[c] + coefficients.shiftMagnitude[c];
            case DEVIATION -> Math.abs(scale) * y[c];
          };
    }
    return y;
  }

  @Override
  public void pull(RowPart output, List<RowPart> inputs, WeightCache weights) {
    for (int c = output.low(); c <= output.high(); c++) {
      inputs.get(0).add(output, 0, c, c, weights.coefficient(coefficients.scale[c]));
    }
  }
}
