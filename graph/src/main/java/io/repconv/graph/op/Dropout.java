package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/**
 * Dropout in inference: the input itself. Inputs: data and, both optional, ratio, training_mode,
 * which may be true where the ratio is 0.
 *
 * @param wholeChannels whether training takes out whole channels of a sample instead of elements
 *     (torch's Dropout2d). ONNX has no word for it, and in inference it means nothing.
 */
public record Dropout(boolean wholeChannels) implements Op {
  /** Takes out elements. */
  public Dropout() {
    this(false);
  }

  @Override
  public String name() {
    return "Dropout";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 3);
    Value training = Inputs.value(inputs, 2);
    if (!training.isAbsent() && !takesNothing(Inputs.value(inputs, 1))) {
      long[] mode = Content.numbers(training);
      if (mode == null || mode.length != 1 || mode[0] != 0) {
        throw new ShapeError("training_mode is " + (mode == null ? "an input" : "true"), "false");
      }
    }
    return List.of(inputs.get(0).type());
  }

  private static boolean takesNothing(Value ratio) {
    Tensor constant = ratio.constant();
    return constant != null && constant.size() == 1 && constant.item() == 0;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(inputs.get(0));
  }
}
