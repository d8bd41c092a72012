package io.repconv.converter.pt2;

import io.repconv.converter.input.GivenShapes;
import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.Outputs;
import io.repconv.converter.torchscript.aten.AtenTable;
import io.repconv.converter.torchscript.eval.OperatorCalls;
import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.converter.torchscript.value.Unknown;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.LinearSize;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One run of an exported program: every node is a call of an operator. */
final class ExportedProgram {
  private static final AtenTable TABLE = new AtenTable();
  private static final long KEYWORD = 2;

  /** The variants of input_specs that name a weight, with the member that has its name. */
  private static final Map<String, String> WEIGHTS =
      Map.of(
          "parameter", "parameter_name",
          "buffer", "buffer_name",
          "tensor_constant", "tensor_constant_name");

  private final JsonField program;
  private final JsonField graph;
  private final JsonField signature;
  private final Weights weights;
  private final GraphBuilder builder = new GraphBuilder("model");
  private final Emitter emitter = new Emitter(builder, new Place("", "model", "models", 0));
  private final OperatorCalls operators = new OperatorCalls(TABLE, emitter);
  private final ExportedArguments arguments = new ExportedArguments(this::named);
  private final Map<String, String> weightNames = new HashMap<>();
  private final Map<String, @Nullable Object> values = new HashMap<>();
  private final Map<String, Long> seen = new TreeMap<>();

  ExportedProgram(JsonField program, Weights weights) {
    this.program = program;
    this.graph = program.get("graph_module").get("graph");
    this.signature = program.get("graph_module").get("signature");
    this.weights = weights;
  }

  /** The graph of the program for the given shapes, its own where none are given. */
  Graph graph(List<InputShape> given) {
    bindInputs(given);
    for (JsonField node : graph.get("nodes").items()) {
      run(node);
    }
    operators.requireSupported();
    Object result = OutputStructure.of(program.get("graph_module"), results());
    return Outputs.of(result, emitter).declare(builder.build());
  }

  /** The sizes of the example inputs, for the symbols that stand for them. */
  Map<String, Long> seen() {
    return seen;
  }

  private void bindInputs(List<InputShape> given) {
    Map<String, Shape> declared = new LinkedHashMap<>();
    InputShapes shapes = new InputShapes(program.get("range_constraints"));
    GivenShapes left = new GivenShapes(given);
    for (JsonField spec : signature.get("input_specs").items()) {
      Map.Entry<String, JsonField> variant = spec.variant();
      JsonField field = variant.getValue();
      String weight = WEIGHTS.get(variant.getKey());
      if (weight != null) {
        weightNames.put(field.get("arg").get("name").text(), field.get(weight).text());
      } else if (variant.getKey().equals("user_input")) {
        if (!field.get("arg").has("as_tensor")) {
          throw noTensor(field.get("arg"));
        }
        String name = field.get("arg").get("as_tensor").get("name").text();
        Shape shape = InputShapes.declared(meta(name));
        declared.put(name, shape);
        InputShape own = left.take(name);
        if (own != null) {
          shapes.give(own, shape);
        }
      } else if (!variant.getKey().equals("constant_input")) {
        throw unsupportedInput(spec, "an input of the kind " + variant.getKey());
      }
    }
    left.requireAllTaken(List.copyOf(declared.keySet()));
    Set<String> open = new TreeSet<>();
    declared.replaceAll((name, shape) -> shapes.apply(shape));
    declared.values().forEach(shape -> open.addAll(shape.symbols()));
    declared
        .values()
        .forEach(
            shape ->
                shape
                    .dims()
                    .forEach(
                        dim -> LinearSize.of(dim).ifPresent(size -> open.remove(size.symbol()))));
    if (!open.isEmpty()) {
      throw RepconvException.of(ErrorCode.UNKNOWN_SIZE)
          .at(signature.where())
          .observed("no axis of an input has the size " + String.join(", ", open))
          .expected("every symbol as a size, or a size that is a multiple of it and a number")
          .fix("Give the sizes as numbers with --input.")
          .build();
    }
    declared.forEach(
        (name, shape) -> {
          seen.putAll(InputShapes.examples(meta(name), shape));
          ElementType type = ScalarTypes.type(meta(name).get("dtype"));
          values.put(name, TorchTensor.of(emitter, emitter.input(name, type, shape)));
        });
  }

  private static RepconvException noTensor(JsonField input) {
    Map.Entry<String, JsonField> variant = input.variant();
    JsonField value = variant.getValue();
    boolean named = value.element().isJsonObject() && value.has("as_name");
    return unsupportedInput(
        input,
        named
            ? "an input '%s' that is a number".formatted(value.get("as_name").text())
            : "an input that is no tensor, " + variant.getKey());
  }

  private static RepconvException unsupportedInput(JsonField input, String observed) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
        .at(input.where())
        .observed(observed)
        .expected("tensors")
        .why("The inputs of a network that is deployed are tensors.")
        .fix("Export the model with that input fixed, not among its dynamic_shapes.")
        .build();
  }

  private JsonField meta(String tensor) {
    return graph.get("tensor_values").get(tensor);
  }

  private void run(JsonField node) {
    JsonField target = node.get("target");
    List<JsonField> outputs = node.get("outputs").items();
    String operator = OperatorNames.of(target.text());
    if (OperatorNames.isAssertion(operator)) {
      return;
    }
    Place place = ModuleStack.place(node, nameOf(node, outputs));
    emitter.moveTo(place);
    List<@Nullable Object> positional = new ArrayList<>();
    Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
    for (JsonField input : node.get("inputs").items()) {
      Object value = arguments.value(input.get("arg"));
      if (input.find("kind").map(JsonField::integer).orElse(0L) == KEYWORD) {
        keywords.put(input.get("name").text(), value);
      } else {
        positional.add(value);
      }
    }
    bind(outputs, operators.call(operator, positional, keywords, place), node);
  }

  private static String nameOf(JsonField node, List<JsonField> outputs) {
    return node.find("name")
        .map(JsonField::text)
        .orElseGet(
            () -> outputs.isEmpty() ? "without a name" : outputs.get(0).element().toString());
  }

  /** Gives results their names: one each, or one list of names for the items of a list. */
  private void bind(List<JsonField> outputs, @Nullable Object result, JsonField node) {
    boolean list = outputs.size() == 1 && outputs.get(0).has("as_tensors");
    if (outputs.size() == 1 && !list) {
      bind(outputs.get(0), result);
      return;
    }
    List<JsonField> names = list ? outputs.get(0).get("as_tensors").items() : outputs;
    List<?> items =
        result instanceof Tuple tuple
            ? tuple.items()
            : result instanceof List<?> several ? several : List.of();
    if (result != Unknown.VALUE && items.size() < names.size()) {
      throw node.malformed(items.size() + " outputs");
    }
    for (int i = 0; i < names.size(); i++) {
      bind(names.get(i), result == Unknown.VALUE ? Unknown.VALUE : items.get(i));
    }
  }

  private void bind(JsonField output, @Nullable Object result) {
    if (output.has("name")) {
      values.put(output.get("name").text(), result);
      return;
    }
    Map.Entry<String, JsonField> variant = output.variant();
    switch (variant.getKey()) {
      case "as_none" -> {}
      case "as_tensor" -> values.put(variant.getValue().get("name").text(), result);
      case "as_sym_int", "as_sym_float", "as_sym_bool" ->
          values.put(variant.getValue().get("as_name").text(), result);
      default -> throw output.malformed("an output that is a tensor or a size");
    }
  }

  /** The value of a name; weights are read when they are first used. */
  private @Nullable Object named(JsonField reference) {
    String name = reference.text();
    if (values.containsKey(name)) {
      return values.get(name);
    }
    String weight = weightNames.get(name);
    if (weight == null) {
      throw RepconvException.of(ErrorCode.DANGLING)
          .at(reference.where())
          .observed("'" + name + "' is read, which no node computes before")
          .expected("a complete graph")
          .build();
    }
    TorchTensor tensor =
        TorchTensor.of(emitter, emitter.constant(weight, weights.read(weight, reference.where())));
    values.put(name, tensor);
    return tensor;
  }

  private List<@Nullable Object> results() {
    List<@Nullable Object> results = new ArrayList<>();
    for (JsonField spec : signature.get("output_specs").items()) {
      if (spec.has("user_output")) {
        results.add(arguments.value(spec.get("user_output").get("arg")));
      }
    }
    return results;
  }
}
