package io.repconv.runtime;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A model of fixtures/models with inputs and the outputs that PyTorch computed in float64. */
public record FixtureModel(String family, String file) {
  private static final Path MODELS = Path.of(System.getProperty("repconv.fixtures"), "models");

  public Path path() {
    return MODELS.resolve(file);
  }

  public Tensor input(int k, long... dims) {
    return floats(family + ".in" + k, dims);
  }

  public Tensor output(int k, long... dims) {
    return floats(family + ".out" + k, dims);
  }

  /** The second output of a model that has two. */
  public Tensor secondOutput(int k, long... dims) {
    return floats(family + ".out" + k + ".1", dims);
  }

  private static Tensor floats(String name, long... dims) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(MODELS.resolve(name)));
      return Tensor.stored(ElementType.FLOAT, dims, bytes.order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The largest difference, relative to the largest expected magnitude. */
  public static double difference(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      throw new AssertionError(actual + " instead of " + expected);
    }
    double[] e = expected.doubles();
    double[] a = actual.doubles();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < e.length; i++) {
      largest = Math.max(largest, Math.abs(e[i]));
      difference = Math.max(difference, Math.abs(e[i] - a[i]));
    }
    return difference / largest;
  }

  /** Runs a model with one input and gives one of its outputs. */
  public static Tensor run(RunnableModel model, String input, Tensor x, String output) {
    return named(model.run(Map.of(input, x)), output);
  }

  public static Tensor named(Map<String, Tensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }
}
