package io.repconv.graph.interpret;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run of a graph that is taken node by node, so that two runs can go beside each other.
 *
 * <p>Floating values stay doubles between nodes, whatever their element type, so a graph of floats
 * is computed in float64. A value is forgotten after its last reader.
 */
public final class SteppedRun {
  /** What is computed with in place of a constant. */
  @FunctionalInterface
  public interface Constants {
    /** The constants as they are. */
    Constants EXACT = (node, constant) -> constant;

    Tensor of(Node reader, Tensor constant);
  }

  private final Graph graph;
  private final Constants constants;
  private final Iterator<Node> left;
  private final Map<Value, Integer> readings = new HashMap<>();
  private final Map<Value, Tensor> known = new HashMap<>();

  /**
   * Starts a run.
   *
   * @param inputs the tensors of the graph's inputs by name
   * @param kept values that are remembered until they are taken
   * @throws RepconvException where an input is missing or its shape is not one that the graph takes
   */
  public SteppedRun(Graph graph, Map<String, Tensor> inputs, Set<Value> kept, Constants constants) {
    InputSizes.of(graph, inputs);
    this.graph = graph;
    this.constants = constants;
    this.left = graph.nodes().iterator();
    for (Node node : graph.nodes()) {
      node.inputs().forEach(input -> readings.merge(input, 1, Integer::sum));
    }
    graph.outputs().forEach(output -> readings.merge(output, 1, Integer::sum));
    kept.forEach(value -> readings.merge(value, 1, Integer::sum));
    for (Value input : graph.inputs()) {
      Tensor given = inputs.get(input.name());
      if (given != null) {
        define(input, given);
      }
    }
  }

  /**
   * Computes the next node.
   *
   * @return the node, or null where all are computed
   * @throws RepconvException where the node's inputs do not fit it, or it is not modelled
   */
  public @Nullable Node step() {
    if (!left.hasNext()) {
      return null;
    }
    Node node = left.next();
    List<Tensor> made = evaluate(node);
    for (int i = 0; i < node.outputs().size(); i++) {
      define(node.outputs().get(i), made.get(i));
    }
    node.inputs().forEach(this::release);
    return node;
  }

  /** The tensor of a value that was computed and is still to be read; null otherwise. */
  public @Nullable Tensor find(Value value) {
    return known.get(value);
  }

  /** Lets the readers of a value that was computed read another tensor of the same shape. */
  public void replace(Value value, Tensor tensor) {
    known.replace(value, tensor);
  }

  /** Computes as far as a kept value. */
  public Tensor advanceTo(Value value) {
    while (!known.containsKey(value) && step() != null) {
      // Every step may be the one that computes it.
    }
    Tensor tensor = known.get(value);
    if (tensor == null) {
      throw new IllegalStateException(value + " is not kept");
    }
    return tensor;
  }

  /** Computes as far as a kept value, and no longer keeps it. */
  public Tensor take(Value value) {
    Tensor tensor = advanceTo(value);
    release(value);
    return tensor;
  }

  /** The graph's outputs, in their order; computes what is left. */
  public Map<String, Tensor> outputs() {
    while (step() != null) {
      // Nothing but the outputs is asked for.
    }
    Map<String, Tensor> results = new LinkedHashMap<>();
    graph.outputs().forEach(output -> results.put(output.name(), tensor(output)));
    return results;
  }

  private void define(Value value, Tensor tensor) {
    if (readings.containsKey(value)) {
      known.put(value, tensor);
    }
  }

  private void release(Value value) {
    if (readings.merge(value, -1, Integer::sum) == 0) {
      known.remove(value);
    }
  }

  private Tensor tensor(Value value) {
    if (value.isAbsent()) {
      return Tensor.absent();
    }
    Tensor tensor = value.constant() != null ? value.constant() : known.get(value);
    if (tensor == null) {
      throw new IllegalStateException(value + " was not computed");
    }
    return tensor;
  }

  private List<Tensor> evaluate(Node node) {
    List<Tensor> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      Tensor constant = input.constant();
      inputs.add(constant == null ? tensor(input) : constants.of(node, constant));
    }
    try {
      return Evaluation.of(node.op(), inputs);
    } catch (ShapeError error) {
      throw error.at(node);
    } catch (UnsupportedOperationException error) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_OPERATOR)
          .at(node.described())
          .observed("this operator cannot be computed here: " + error.getMessage())
          .why("The float64 interpreter runs modelled operators only.")
          .cause(error)
          .build();
    }
  }
}
