package io.repconv.converter.torchscript;

import io.repconv.converter.input.GivenShapes;
import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.aten.InputProbe;
import io.repconv.converter.torchscript.eval.Interpreter;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.converter.torchscript.program.Program;
import io.repconv.converter.torchscript.source.Expression;
import io.repconv.converter.torchscript.source.FunctionDefinition.Parameter;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a model: their names from the source, their shapes from the user, from the trace,
 * or assumed.
 *
 * @param open symbols that stand for sizes nobody asked for, which may still become numbers
 */
record Inputs(List<Input> list, Set<String> open) {
  /**
   * One parameter of {@code forward}.
   *
   * @param shape null for an optional parameter that gets None
   */
  record Input(String name, @Nullable Shape shape, ElementType type) {}

  /**
   * Matches shapes to parameters.
   *
   * @throws RepconvException UNKNOWN_INPUT for a name that the model does not have, or more shapes
   *     than inputs
   */
  static Inputs of(Program program, List<InputShape> given) {
    List<Parameter> parameters = Interpreter.forward(program).parameters();
    GivenShapes shapes = new GivenShapes(given);
    List<TensorRef> traced = TracedInputs.tensors(program.tracedInputs());
    ElementType type = FirstFloatingType.of(program.model());
    Set<String> open = new TreeSet<>();
    List<Input> inputs = new ArrayList<>();
    for (Parameter parameter :
        parameters.subList(Math.min(1, parameters.size()), parameters.size())) {
      InputShape own = shapes.take(parameter.name());
      TensorRef example = inputs.size() < traced.size() ? traced.get(inputs.size()) : null;
      ElementType ownType = example == null ? type : example.storage().type();
      if (own != null) {
        inputs.add(new Input(parameter.name(), own.shape(), ownType));
      } else if (parameter.defaultValue() instanceof Expression.Literal literal
          && literal.value() == null) {
        inputs.add(new Input(parameter.name(), null, ownType));
      } else {
        inputs.add(new Input(parameter.name(), assumed(example, inputs.size(), open), ownType));
      }
    }
    shapes.requireAllTaken(inputs.stream().map(Input::name).toList());
    return new Inputs(List.copyOf(inputs), open);
  }

  /**
   * {@code [N, C, H, W]}; the channels and the rank of the example a trace was made with where it
   * is kept.
   */
  private static Shape assumed(@Nullable TensorRef example, int index, Set<String> open) {
    List<String> symbols =
        index == 0
            ? List.of("N", "H", "W", "D")
            : List.of("N", "H" + index, "W" + index, "D" + index);
    int rank = example == null ? 4 : example.sizes().size();
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (axis == 1 || axis > 4) {
        dims.add(
            example == null ? Dim.symbol(InputProbe.CHANNELS) : Dim.of(example.sizes().get(axis)));
      } else {
        String symbol = symbols.get(axis == 0 ? 0 : axis - 1);
        open.add(symbol);
        dims.add(Dim.symbol(symbol));
      }
    }
    return Shape.of(dims);
  }

  /** The sizes of the example inputs of a trace, for the symbols that stand for them. */
  Map<String, Long> seen(Program program) {
    Map<String, Long> seen = new TreeMap<>();
    List<TensorRef> traced = TracedInputs.tensors(program.tracedInputs());
    for (int i = 0; i < Math.min(traced.size(), list.size()); i++) {
      Shape shape = list.get(i).shape();
      if (shape != null && shape.hasRank(traced.get(i).sizes().size())) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          if (!shape.dim(axis).isConstant()) {
            seen.put(shape.dim(axis).toString(), traced.get(i).sizes().get(axis));
          }
        }
      }
    }
    return seen;
  }

  boolean isOpen(String symbol) {
    return open.contains(symbol);
  }

  /** The same inputs with a symbol that became a number. */
  Inputs bound(String symbol, long size) {
    return map(shape -> Shape.of(shape.dims().stream().map(d -> bind(d, symbol, size)).toList()));
  }

  /** The same inputs with the channels, and with them the rank, that were looked for. */
  Inputs withChannels(int rank, long channels) {
    return map(
        shape -> {
          List<Dim> dims = new ArrayList<>(shape.dims());
          if (!dims.contains(Dim.symbol(InputProbe.CHANNELS))) {
            return shape;
          }
          while (dims.size() > rank) {
            dims.remove(dims.size() - 1);
          }
          while (dims.size() < rank) {
            dims.add(Dim.symbol("D"));
          }
          return Shape.of(dims.stream().map(d -> bind(d, InputProbe.CHANNELS, channels)).toList());
        });
  }

  private interface Change {
    Shape apply(Shape shape);
  }

  private Inputs map(Change change) {
    return new Inputs(
        list.stream()
            .map(
                i -> i.shape() == null ? i : new Input(i.name(), change.apply(i.shape()), i.type()))
            .toList(),
        open);
  }

  private static Dim bind(Dim dim, String symbol, long size) {
    return dim.substitute(name -> name.equals(symbol) ? Dim.of(size) : Dim.symbol(name));
  }
}
