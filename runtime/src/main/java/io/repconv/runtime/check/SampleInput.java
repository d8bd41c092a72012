package io.repconv.runtime.check;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What a sample holds. Floating inputs are rounded to their type, so that every runtime reads the
 * same numbers; integer and boolean inputs hold only 0 and 1, which are valid indices and lengths
 * wherever two are.
 */
public enum SampleInput {
  /** Normally distributed, mean 0, variance 1. */
  NOISE_1("noise 1", 1),
  /** One everywhere, which shows a wrong border. */
  CONSTANT("constant field", 4),
  /** Zero but for the first position of the first sample and the last position of the last one. */
  IMPULSE("impulse at a corner", 5),
  NOISE_2("noise 2", 2),
  NOISE_3("noise 3", 3);

  private final String text;
  private final long seed;

  SampleInput(String text, long seed) {
    this.text = text;
    this.seed = seed;
  }

  @Override
  public String toString() {
    return text;
  }

  /** Empty for what the user gave. */
  static Optional<SampleInput> named(String text) {
    return Arrays.stream(values()).filter(i -> i.text.equals(text)).findFirst();
  }

  /** A tensor for each input of the graph. */
  public Map<String, Tensor> tensors(Graph graph, Map<String, Long> sizes) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      Shape shape = input.shape().bind(sizes);
      Random random = new Random(31 * seed + tensors.size());
      tensors.put(input.name(), tensor(input.element(), shape.sizes(), random));
    }
    return tensors;
  }

  private Tensor tensor(ElementType type, long[] dims, Random random) {
    int count = Math.toIntExact(Tensor.elements(dims));
    if (!type.isFloating()) {
      return Tensor.of(type, dims, random.longs(count, 0, 2).toArray());
    }
    return Tensor.of(type, dims, values(dims, count, random)).roundedTo(type);
  }

  private double[] values(long[] dims, int count, Random random) {
    double[] values = new double[count];
    switch (this) {
      case NOISE_1, NOISE_2, NOISE_3 -> Arrays.setAll(values, i -> random.nextGaussian());
      case CONSTANT -> Arrays.fill(values, 1);
      case IMPULSE -> {
        int plane = 1;
        for (int axis = 2; axis < dims.length; axis++) {
          plane *= Math.toIntExact(dims[axis]);
        }
        int sample = count / Math.toIntExact(dims.length == 0 ? 1 : Math.max(1, dims[0]));
        for (int i = 0; i < count; i += plane) {
          values[i + (i < sample ? 0 : plane - 1)] = 1;
        }
      }
    }
    return values;
  }
}
