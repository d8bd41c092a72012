package io.repconv.graph.text;

import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tensors in the text form: {@code float[2] = [0.5, 0.1d]} or {@code float[99] = base64 "…"}. */
final class TensorText {
  private static final int LARGEST_IN_DECIMALS = 64;

  private TensorText() {}

  static String print(Tensor tensor) {
    String type = tensor.type().text() + tensor.shape() + " = ";
    if (tensor.type() == ElementType.OTHER || tensor.size() > LARGEST_IN_DECIMALS) {
      ByteBuffer bytes = tensor.bytes();
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      return type + "base64 \"" + Base64.getEncoder().encodeToString(all) + "\"";
    }
    if (tensor.type().isFloating()) {
      return type
          + Arrays.stream(tensor.doubles())
              .mapToObj(number -> print(number, tensor.type()))
              .collect(Collectors.joining(", ", "[", "]"));
    }
    return type
        + Arrays.stream(tensor.longs())
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", ", "[", "]"));
  }

  static Tensor parse(LineScanner line) {
    ElementType type = elementType(line);
    line.expect("[");
    long[] dims = Shape.parse("[" + line.until(']') + "]").sizes();
    line.expect("=");
    if (line.takes("base64")) {
      return Tensor.stored(type, dims, ByteBuffer.wrap(Base64.getDecoder().decode(line.quoted())));
    }
    line.expect("[");
    List<String> numbers = new ArrayList<>();
    while (!line.takes("]")) {
      numbers.add(
          line.word("a number", c -> Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0));
      if (!line.sees("]")) {
        line.expect(",");
      }
    }
    return type.isFloating()
        ? Tensor.of(type, dims, numbers.stream().mapToDouble(n -> parse(n, type)).toArray())
        : Tensor.of(type, dims, numbers.stream().mapToLong(Long::parseLong).toArray());
  }

  static ElementType elementType(LineScanner line) {
    return ElementType.valueOf(line.identifier("an element type").toUpperCase(Locale.ROOT));
  }

  private static String print(double number, ElementType type) {
    if (type == ElementType.DOUBLE || Double.isNaN(number)) {
      return Double.toString(number);
    }
    return (float) number == number ? Float.toString((float) number) : number + "d";
  }

  private static double parse(String number, ElementType type) {
    if (number.endsWith("d")) {
      return Double.parseDouble(number.substring(0, number.length() - 1));
    }
    return type == ElementType.DOUBLE ? Double.parseDouble(number) : Float.parseFloat(number);
  }
}
