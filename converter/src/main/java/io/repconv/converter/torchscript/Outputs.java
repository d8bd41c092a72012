package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code forward} returned as named outputs: {@code output}, or {@code output}, {@code
 * output_1}, … of a tuple or list; the keys of a dict or named tuple.
 */
public final class Outputs {
  private static final int MAX_DEPTH = 16;

  private final Map<String, Value> named = new LinkedHashMap<>();
  private final Emitter emitter;

  private Outputs(Emitter emitter) {
    this.emitter = emitter;
  }

  /**
   * Takes a result apart.
   *
   * @throws RepconvException where it holds something else than tensors
   */
  public static Outputs of(@Nullable Object result, Emitter emitter) {
    Outputs outputs = new Outputs(emitter);
    outputs.collect("output", result, 0);
    if (outputs.named.isEmpty()) {
      throw outputs.unusable("no tensor");
    }
    return outputs;
  }

  private void collect(String name, @Nullable Object result, int depth) {
    if (depth > MAX_DEPTH) {
      throw unusable("lists nested deeper than " + MAX_DEPTH);
    }
    if (result instanceof TorchTensor tensor) {
      add(name, tensor.value());
    } else if (result instanceof Map<?, ?> map) {
      map.forEach(
          (key, item) ->
              collect(depth == 0 ? String.valueOf(key) : name + "_" + key, item, depth + 1));
    } else if (result instanceof Tuple tuple) {
      items(name, tuple.items(), depth);
    } else if (result instanceof List<?> list) {
      items(name, list, depth);
    } else if (result != null) {
      boolean number =
          result instanceof Number || result instanceof Boolean || result instanceof Dim;
      throw unusable(number ? "the number " + result : "a " + result.getClass().getSimpleName());
    }
  }

  private void items(String name, List<?> items, int depth) {
    for (int i = 0; i < items.size(); i++) {
      collect(i == 0 && depth == 0 ? name : name + "_" + i, items.get(i), depth + 1);
    }
  }

  /**
   * An output that is an input, a constant or another output already is copied, so that it can have
   * its own name.
   */
  private void add(String name, Value value) {
    boolean taken = value.isConstant() || emitter.isInput(value) || named.containsValue(value);
    named.put(name, taken ? emitter.emit("Identity", value) : value);
  }

  /** Whether a value is an output as it stands. */
  boolean has(Value value) {
    return named.containsValue(value);
  }

  private RepconvException unusable(String observed) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
        .at(emitter.place().toString())
        .observed("the model returns " + observed)
        .expected("tensors, also in tuples, lists and dicts")
        .build();
  }

  /** The graph with the outputs under their names, without the nodes that none of them needs. */
  public Graph declare(Graph all) {
    GraphBuilder builder = new GraphBuilder(all.name());
    all.inputs().forEach(builder::keepInput);
    Set<Value> needed = neededBy(all);
    Map<Value, Value> renamed = new HashMap<>();
    for (Node node : all.nodes()) {
      if (node.outputs().stream().anyMatch(needed::contains)) {
        copy(node, renamed, builder);
      }
    }
    named.values().forEach(value -> builder.output(renamed.getOrDefault(value, value)));
    return builder.build();
  }

  private Set<Value> neededBy(Graph all) {
    Set<Value> needed = new HashSet<>();
    needed.addAll(named.values());
    for (int i = all.nodes().size() - 1; i >= 0; i--) {
      Node node = all.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
      }
    }
    return needed;
  }

  /**
   * A node with its outputs under the names that the model's outputs have, reading what was renamed
   * before.
   */
  private void copy(Node node, Map<Value, Value> renamed, GraphBuilder builder) {
    List<String> names = new ArrayList<>();
    for (Value output : node.outputs()) {
      String name = output.name();
      for (Map.Entry<String, Value> entry : named.entrySet()) {
        name = entry.getValue() == output ? entry.getKey() : name;
      }
      names.add(name);
    }
    List<Value> inputs = node.inputs().stream().map(v -> renamed.getOrDefault(v, v)).toList();
    boolean same =
        inputs.equals(node.inputs())
            && names.equals(node.outputs().stream().map(Value::name).toList());
    if (same) {
      builder.keep(node);
      return;
    }
    List<Value> outputs = builder.addAll(node.op(), inputs, node.origin(), node.name(), names);
    for (int i = 0; i < outputs.size(); i++) {
      renamed.put(node.outputs().get(i), outputs.get(i));
    }
  }
}
