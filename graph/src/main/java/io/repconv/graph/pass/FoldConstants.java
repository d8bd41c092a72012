package io.repconv.graph.pass;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Evaluation;
import io.repconv.graph.interpret.MultiplyAdds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes what depends on no input of the graph: nodes whose inputs are constants, and shape
 * arithmetic whose elements are numbers.
 *
 * <p>Floating results keep the digits that their type has no room for, and are rounded once where
 * they end. A node stays where its results would be much larger than what it reads, where it takes
 * too long, where it cannot be computed, and where it makes an output of the graph.
 */
public final class FoldConstants {
  private static final long MOST_ELEMENTS = 1L << 24;
  private static final long MOST_WORK = 1L << 30;

  /** How much larger than its inputs a result may be. */
  private static final long GROWTH = 4;

  private static final long SMALL_BYTES = 1L << 16;

  private FoldConstants() {}

  public static Graph apply(Graph graph) {
    Rebuild rebuild = new Rebuild(graph);
    for (Node node : graph.nodes()) {
      List<Tensor> results = rebuild.isNamed(node) ? null : compute(node, rebuild);
      if (results == null) {
        rebuild.keep(node);
        continue;
      }
      for (int i = 0; i < results.size(); i++) {
        rebuild.replaceByConstant(node.outputs().get(i), results.get(i));
      }
    }
    return rebuild.finish();
  }

  private static @Nullable List<Tensor> compute(Node node, Rebuild rebuild) {
    List<Tensor> known = known(node);
    return known != null ? known : evaluate(node, rebuild.currentInputs(node));
  }

  /** Outputs whose elements shape inference knows. */
  private static @Nullable List<Tensor> known(Node node) {
    List<Tensor> tensors = new ArrayList<>();
    for (Value output : node.outputs()) {
      List<Dim> integers = output.integers();
      if (integers == null || !integers.stream().allMatch(Dim::isConstant)) {
        return null;
      }
      long[] values = integers.stream().mapToLong(Dim::value).toArray();
      tensors.add(Tensor.of(output.element(), output.shape().sizes(), values));
    }
    return tensors;
  }

  private static @Nullable List<Tensor> evaluate(Node node, List<Value> inputs) {
    List<Tensor> tensors = new ArrayList<>();
    for (Value input : inputs) {
      Tensor constant = input.isAbsent() ? Tensor.absent() : input.constant();
      if (constant == null) {
        return null;
      }
      tensors.add(constant);
    }
    if (!node.op().isModelled() || !isModest(node, tensors)) {
      return null;
    }
    try {
      return Evaluation.of(node.op(), tensors).stream().map(FoldConstants::compact).toList();
    } catch (ShapeError | UnsupportedOperationException cannotRun) {
      return null;
    }
  }

  private static boolean isModest(Node node, List<Tensor> inputs) {
    long read = inputs.stream().mapToLong(FoldConstants::bytes).sum();
    for (Value output : node.outputs()) {
      if (!output.shape().isStatic()) {
        return false;
      }
      Dim elements = output.shape().elements();
      long bytes = elements.value() * output.element().bytes();
      if (elements.value() > MOST_ELEMENTS || bytes > GROWTH * read + SMALL_BYTES) {
        return false;
      }
    }
    return !MultiplyAdds.of(node).isAtLeast(MOST_WORK);
  }

  private static long bytes(Tensor tensor) {
    return (long) tensor.size() * tensor.type().bytes();
  }

  /** Half the memory for a large result that has no more digits than its type. */
  private static Tensor compact(Tensor tensor) {
    if (tensor.type() != ElementType.FLOAT || bytes(tensor) < SMALL_BYTES) {
      return tensor;
    }
    for (double value : tensor.doubles()) {
      if ((float) value != value) {
        return tensor;
      }
    }
    return Tensor.stored(ElementType.FLOAT, tensor.dims(), tensor.bytes());
  }
}
