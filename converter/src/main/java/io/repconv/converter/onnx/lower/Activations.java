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
   * Gelu(x) = (x * 0.5) * (erf(x / sqrt(2)) + 1)
   * Gelu(x) = (x * 0.5) * (tanh((x * sqrt(2 / pi)) * ((x * 0.044715) * x + 1)) + 1)      (approximate = tanh)
   * </pre>
   *
   * which are the orders that ONNX Runtime makes one node of.
   */
  static Value gelu(Node node, List<Value> inputs, Parts parts) {
    Value x = inputs.get(0);
    Value bend;
    if (node.op().attributes().text("approximate", "none").equals("tanh")) {
      Value square = parts.add("Mul", parts.add("Mul", x, parts.scalar("cubic", x, 0.044715)), x);
      Value slope = parts.add("Add", square, parts.scalar("one", x, 1));
      Value steep = parts.add("Mul", x, parts.scalar("scale", x, Math.sqrt(2 / Math.PI)));
      bend = parts.add("Tanh", parts.add("Mul", steep, slope));
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
