package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/** Activations that are younger than the oldest opset written. */
final class Activations {
  private Activations() {}

  /**
   *
   *
   * <pre>
   * Gelu(x) = x * (1 + erf(x / sqrt(2))) / 2
   * Gelu(x) = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2      (approximate = tanh)
   * </pre>
   */
  static Value gelu(Node node, List<Value> inputs, Parts parts) {
    Value x = inputs.get(0);
    Value bend;
    if (node.op().attributes().text("approximate", "none").equals("tanh")) {
      Value cube = parts.add("Mul", parts.add("Mul", x, x), x);
      Value sum = parts.add("Add", x, parts.add("Mul", cube, parts.scalar("cubic", x, 0.044715)));
      Value scale = parts.scalar("scale", x, Math.sqrt(2 / Math.PI));
      bend = parts.add("Tanh", parts.add("Mul", sum, scale));
    } else {
      bend = parts.add("Erf", parts.add("Div", x, parts.scalar("sqrt2", x, Math.sqrt(2))));
    }
    Value half = parts.add("Mul", x, parts.scalar("half", x, 0.5));
    return parts.result("Mul", half, parts.add("Add", bend, parts.scalar("one", x, 1)));
  }

  /**
   *
   *
   * <pre>
   * HardSwish(x) = x * HardSigmoid(x),   alpha = 1/6, beta = 1/2
   * </pre>
   */
  static Value hardSwish(Node node, List<Value> inputs, Parts parts) {
    Value x = inputs.get(0);
    Attributes slope = Attributes.NONE.with("alpha", 1.0 / 6).with("beta", 0.5);
    return parts.result("Mul", x, parts.add("HardSigmoid", slope, x));
  }

  /**
   *
   *
   * <pre>
   * Mish(x) = x * tanh(softplus(x))
   * </pre>
   */
  static Value mish(Node node, List<Value> inputs, Parts parts) {
    Value x = inputs.get(0);
    return parts.result("Mul", x, parts.add("Tanh", parts.add("Softplus", x)));
  }
}
