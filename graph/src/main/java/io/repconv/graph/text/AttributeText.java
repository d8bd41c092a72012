package io.repconv.graph.text;

import io.repconv.graph.Attributes;
import io.repconv.graph.Attributes.Attribute;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Attributes in the text form: {@code {axis=1, epsilon=1.0E-5, mode="edge", pads=[0, 1]}}. */
final class AttributeText {
  private AttributeText() {}

  static String print(Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + print(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String print(Attribute attribute) {
    if (attribute instanceof Attributes.Int integer) {
      return Long.toString(integer.value());
    }
    if (attribute instanceof Attributes.Real real) {
      return print(real.value());
    }
    if (attribute instanceof Attributes.Text text) {
      return Quoted.text(text.value());
    }
    if (attribute instanceof Attributes.Ints integers) {
      return list("", integers.values(), value -> Long.toString(value));
    }
    if (attribute instanceof Attributes.Reals reals) {
      return list("reals ", reals.values(), AttributeText::print);
    }
    if (attribute instanceof Attributes.Texts texts) {
      return list("texts ", texts.values(), Quoted::text);
    }
    if (attribute instanceof Attributes.Constant constant) {
      return "tensor " + TensorText.print(constant.value());
    }
    byte[] bytes = ((Attributes.Encoded) attribute).bytes();
    return "bytes \"" + Base64.getEncoder().encodeToString(bytes) + "\"";
  }

  private static String print(double real) {
    return Double.isFinite(real) ? Double.toString(real) : "real " + real;
  }

  private static <T> String list(String kind, List<T> values, Function<T, String> print) {
    return kind + values.stream().map(print).collect(Collectors.joining(", ", "[", "]"));
  }

  static Attributes parse(LineScanner line) {
    line.expect("{");
    Map<String, Attribute> attributes = new TreeMap<>();
    do {
      String name = line.identifier("an attribute's name");
      line.expect("=");
      attributes.put(name, parseValue(line));
    } while (line.takes(","));
    line.expect("}");
    return Attributes.of(attributes);
  }

  private static Attribute parseValue(LineScanner line) {
    if (line.sees("\"")) {
      return new Attributes.Text(line.quoted());
    }
    if (line.sees("[")) {
      return new Attributes.Ints(list(line, () -> Long.parseLong(number(line))));
    }
    if (line.takes("reals")) {
      return new Attributes.Reals(list(line, () -> real(line)));
    }
    if (line.takes("texts")) {
      return new Attributes.Texts(list(line, line::quoted));
    }
    if (line.takes("tensor")) {
      return new Attributes.Constant(TensorText.parse(line));
    }
    if (line.takes("bytes")) {
      return new Attributes.Encoded(Base64.getDecoder().decode(line.quoted()));
    }
    if (line.sees("real ")) {
      return new Attributes.Real(real(line));
    }
    String number = number(line);
    return number.contains(".")
        ? new Attributes.Real(Double.parseDouble(number))
        : new Attributes.Int(Long.parseLong(number));
  }

  private static double real(LineScanner line) {
    line.takes("real ");
    return Double.parseDouble(number(line));
  }

  private static String number(LineScanner line) {
    return line.word("a number", c -> Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0);
  }

  private interface Element<T> {
    T read();
  }

  private static <T> List<T> list(LineScanner line, Element<T> element) {
    line.expect("[");
    List<T> values = new ArrayList<>();
    while (!line.takes("]")) {
      values.add(element.read());
      if (!line.sees("]")) {
        line.expect(",");
      }
    }
    return List.copyOf(values);
  }
}
