package io.repconv.converter;

import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.check.SampleInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The same noise for several models. An input of one is that of the others with the same name, or
 * at the same position where the names differ. A size that one model fixes is the others' too.
 */
final class SharedInputs {
  private static final long SIDE = 224;

  private final List<Model> models;
  private final Map<String, Long> bound;

  /**
   * @param bound numbers for open sizes
   * @throws RepconvException UNKNOWN_INPUT where no model has such an open size, SHAPE_MISMATCH
   *     where the models do not take the same shapes
   */
  SharedInputs(List<Model> models, Map<String, Long> bound) {
    this.models = List.copyOf(models);
    this.bound = bound;
    requireSymbols();
    models.forEach(this::requireSameCount);
    models.forEach(SharedInputs::requireRanked);
    models.forEach(model -> requireSameShapes(first(), model));
  }

  private Model first() {
    return models.get(0);
  }

  private void requireSymbols() {
    Set<String> symbols = new TreeSet<>();
    models.forEach(model -> symbols.addAll(model.graph().symbols()));
    for (String symbol : bound.keySet()) {
      if (!symbols.contains(symbol)) {
        throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
            .at("--bind " + symbol)
            .observed("no model has an open size of this name")
            .expected(symbols.isEmpty() ? "no --bind, all sizes are fixed" : "some of " + symbols)
            .build();
      }
    }
  }

  private void requireSameCount(Model model) {
    if (inputs(model).size() != inputs(first()).size()) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at(model.path().toString())
          .observed("it has %d inputs".formatted(inputs(model).size()))
          .expected("%d, as %s".formatted(inputs(first()).size(), first().path()))
          .build();
    }
  }

  private static void requireRanked(Model model) {
    for (Value input : inputs(model)) {
      if (!input.shape().isRanked()) {
        throw RepconvException.of(ErrorCode.UNKNOWN_SIZE)
            .at(model.path().toString())
            .observed("input '%s' has no shape".formatted(input.name()))
            .expected("one to run it with")
            .fix("Give it with --input %s=SHAPE.".formatted(input.name()))
            .build();
      }
    }
  }

  private void requireSameShapes(Model one, Model other) {
    for (Value input : inputs(one)) {
      Value partner = partner(one, input, other);
      Shape ours = input.shape().bind(sizes(one));
      Shape theirs = partner.shape().bind(sizes(other));
      if (!ours.equals(theirs)) {
        throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
            .at(other.path().toString())
            .observed("input '%s' has shape %s".formatted(partner.name(), theirs))
            .expected("%s, as input '%s' of %s".formatted(ours, input.name(), one.path()))
            .fix("Give all of them one shape with --input, or sizes with --bind.")
            .build();
      }
    }
  }

  private static List<Value> inputs(Model model) {
    return model.graph().inputs();
  }

  private static Value partner(Model model, Value input, Model other) {
    List<String> names = inputs(model).stream().map(Value::name).toList();
    List<String> others = inputs(other).stream().map(Value::name).toList();
    int position =
        others.containsAll(names) ? others.indexOf(input.name()) : names.indexOf(input.name());
    return inputs(other).get(position);
  }

  /** The number for every open size of a model. */
  private Map<String, Long> sizes(Model model) {
    Map<String, Long> sizes = new TreeMap<>();
    for (Value input : inputs(model)) {
      List<Dim> dims = input.shape().dims();
      for (int axis = 0; axis < dims.size(); axis++) {
        Dim dim = dims.get(axis);
        for (String symbol : dim.symbols()) {
          long free = model.source().seen().getOrDefault(symbol, axis == 0 ? 1 : SIDE);
          boolean plain = dim.equals(Dim.symbol(symbol));
          sizes.putIfAbsent(symbol, plain ? fixedElsewhere(model, input, axis, free) : free);
        }
      }
    }
    sizes.putAll(bound);
    sizes.keySet().retainAll(model.graph().symbols());
    return sizes;
  }

  private long fixedElsewhere(Model model, Value input, int axis, long free) {
    for (Model other : models) {
      Shape shape = partner(model, input, other).shape();
      if (shape.isRanked() && axis < shape.rank() && shape.dim(axis).isConstant()) {
        return shape.dim(axis).value();
      }
    }
    return free;
  }

  /** The tensors for one of the models, by its own names and in its own types. */
  Map<String, Tensor> of(Model model) {
    Map<String, Tensor> noise = SampleInput.NOISE_1.tensors(first().graph(), sizes(first()));
    Map<String, Tensor> own = new LinkedHashMap<>();
    for (Value input : inputs(first())) {
      Value partner = partner(first(), input, model);
      Tensor tensor = Objects.requireNonNull(noise.get(input.name()));
      own.put(partner.name(), tensor.roundedTo(partner.element()));
    }
    return own;
  }
}
