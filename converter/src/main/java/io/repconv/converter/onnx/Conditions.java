package io.repconv.converter.onnx;

import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides conditions that depend on nothing that is fed: on constants, and on sizes that are
 * numbers.
 */
final class Conditions {
  private static final int DEEPEST = 64;
  private static final int MOST_ELEMENTS = 64;

  private record Producer(Op op, List<Value> inputs, int output) {}

  private final Map<Value, Producer> producers = new HashMap<>();
  private final Map<Value, Optional<Tensor>> tensors = new HashMap<>();

  void record(Op op, List<Value> inputs, List<Value> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      producers.put(outputs.get(i), new Producer(op, inputs, i));
    }
  }

  /** The condition's truth, or null where it is only known when the graph runs. */
  @Nullable Boolean decide(Value condition) {
    Tensor tensor = tensor(condition, 0).orElse(null);
    if (tensor == null || tensor.size() != 1) {
      return null;
    }
    return tensor.item() != 0;
  }

  private Optional<Tensor> tensor(Value value, int depth) {
    if (value.isAbsent()) {
      return Optional.of(Tensor.absent());
    }
    Optional<Tensor> known = tensors.get(value);
    if (known == null) {
      known = isSmall(value.shape()) ? Optional.ofNullable(find(value, depth)) : Optional.empty();
      tensors.put(value, known);
    }
    return known;
  }

  private static boolean isSmall(Shape shape) {
    return shape.isStatic() && shape.elements().value() <= MOST_ELEMENTS;
  }

  private @Nullable Tensor find(Value value, int depth) {
    if (value.constant() != null) {
      return value.constant();
    }
    List<Dim> integers = value.integers();
    if (integers != null && integers.stream().allMatch(Dim::isConstant)) {
      long[] numbers = integers.stream().mapToLong(Dim::value).toArray();
      return Tensor.of(value.element(), value.shape().sizes(), numbers);
    }
    Producer producer = producers.get(value);
    return producer == null || depth == DEEPEST ? null : computed(producer, depth);
  }

  private @Nullable Tensor computed(Producer producer, int depth) {
    List<Tensor> inputs = new ArrayList<>();
    for (Value input : producer.inputs()) {
      Optional<Tensor> known = tensor(input, depth + 1);
      if (known.isEmpty()) {
        return null;
      }
      inputs.add(known.get());
    }
    try {
      return producer.op().evaluate(inputs).get(producer.output());
    } catch (ShapeError | UnsupportedOperationException e) {
      return null;
    }
  }
}
