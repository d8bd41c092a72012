package io.repconv.graph.text;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.DimText;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Opaque;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a graph line by line. */
final class TextReader {
  private final Map<String, Value> values = new HashMap<>();
  private GraphBuilder builder = new GraphBuilder("");

  /** A value as a line declares it, its type possibly left out. */
  private record Declared(String name, Value.@Nullable Type type) {}

  Graph parse(String text) {
    int number = 0;
    for (String line : text.split("\n")) {
      number++;
      if (!line.isBlank()) {
        try {
          line(new LineScanner(line.strip()));
        } catch (IllegalArgumentException | IllegalStateException | RepconvException e) {
          throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return builder.build();
  }

  private void line(LineScanner line) {
    if (line.takes("graph ")) {
      builder = new GraphBuilder(line.quoted());
    } else if (line.takes("input ")) {
      Declared input = declared(line);
      if (input.type() == null) {
        throw line.malformed("a type");
      }
      define(input.name(), builder.input(input.name(), input.type()));
    } else if (line.takes("const ")) {
      String name = line.name();
      line.expect(":");
      define(name, builder.constant(name, TensorText.parse(line)));
    } else if (line.takes("output ")) {
      do {
        builder.output(value(line));
      } while (line.takes(","));
    } else {
      node(line);
    }
    if (!line.isAtEnd()) {
      throw line.malformed("the end of the line");
    }
  }

  private void define(String name, Value value) {
    if (values.put(name, value) != null) {
      throw new IllegalArgumentException("two values are named " + name);
    }
  }

  private Value value(LineScanner line) {
    if (line.takes("_")) {
      return Value.ABSENT;
    }
    String name = line.name();
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("nothing is named " + name);
    }
    return value;
  }

  private static Declared declared(LineScanner line) {
    String name = line.name();
    if (!line.takes(":")) {
      return new Declared(name, null);
    }
    ElementType element = TensorText.elementType(line);
    Shape shape = Shape.UNRANKED;
    if (!line.takes("?")) {
      line.expect("[");
      shape = Shape.parse("[" + line.until(']') + "]");
    }
    if (!line.takes("{")) {
      return new Declared(name, new Value.Type(element, shape));
    }
    String content = line.until('}');
    List<Dim> integers =
        content.isBlank()
            ? List.of()
            : Arrays.stream(content.split(",")).map(DimText::parse).toList();
    return new Declared(name, Value.Type.ofIntegers(element, shape, integers));
  }

  private void node(LineScanner line) {
    List<Declared> outputs = new ArrayList<>();
    do {
      outputs.add(declared(line));
    } while (line.takes(","));
    line.expect("=");
    boolean opaque = line.takes("opaque ");
    String domain = opaque ? line.quoted() : "";
    String operator = line.identifier("an operator");
    int opset = opaque ? line.integer("an opset") : Op.VOCABULARY;
    int captures = 0;
    if (opaque) {
      line.expect("captures");
      captures = line.integer("a count");
    }
    List<Value> inputs = inputs(line);
    Attributes attributes = line.sees("{") ? AttributeText.parse(line) : Attributes.NONE;
    String name = line.takes("name ") ? line.quoted() : "";
    Origin origin = origin(line);
    Op op =
        opaque
            ? new Opaque(domain, operator, opset, attributes, types(outputs), captures)
            : Vocabulary.operator(operator, attributes)
                .orElseThrow(() -> new IllegalArgumentException(operator + " is not modelled"));
    List<String> names = outputs.stream().map(Declared::name).toList();
    List<Value> made = builder.addAll(op, inputs, origin, name, names);
    for (int i = 0; i < made.size(); i++) {
      define(names.get(i), made.get(i));
      requireSame(outputs.get(i), made.get(i));
    }
  }

  private List<Value> inputs(LineScanner line) {
    List<Value> inputs = new ArrayList<>();
    line.expect("(");
    while (!line.takes(")")) {
      inputs.add(value(line));
      if (!line.sees(")")) {
        line.expect(",");
      }
    }
    return inputs;
  }

  private static Origin origin(LineScanner line) {
    if (!line.takes("from ")) {
      return Origin.UNKNOWN;
    }
    List<String> places = new ArrayList<>();
    do {
      places.add(line.quoted());
    } while (line.takes(","));
    return new Origin(List.copyOf(places));
  }

  private static List<Value.Type> types(List<Declared> outputs) {
    List<Value.Type> types = new ArrayList<>();
    for (Declared output : outputs) {
      if (output.type() == null) {
        throw new IllegalArgumentException("%" + output.name() + " of an opaque node has no type");
      }
      types.add(output.type());
    }
    return types;
  }

  private static void requireSame(Declared declared, Value made) {
    if (declared.type() != null && !declared.type().equals(made.type())) {
      throw new IllegalArgumentException(
          "%%%s is declared as %s, but is %s"
              .formatted(declared.name(), describe(declared.type()), describe(made.type())));
    }
  }

  private static String describe(Value.Type type) {
    String content = type.integers() == null ? "" : " " + type.integers();
    return type.element().text() + type.shape() + content;
  }
}
