package io.repconv.converter.torchscript.eval;

import io.repconv.converter.torchscript.aten.DataDependence;
import io.repconv.converter.torchscript.aten.KnownNumbers;
import io.repconv.converter.torchscript.value.Place;
import io.repconv.converter.torchscript.value.ScalarTensor;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.converter.torchscript.value.Unknown;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's own functions, as far as serialized source uses them. */
final class Builtins {
  static final Set<String> NAMES =
      Set.of("int", "float", "bool", "str", "range", "len", "isinstance", "hasattr", "print");

  private Builtins() {}

  static @Nullable Object call(
      String name, List<@Nullable Object> arguments, Place place, String source) {
    if (arguments.contains(Unknown.VALUE)) {
      return Unknown.VALUE;
    }
    Object first = arguments.isEmpty() ? null : arguments.get(0);
    return switch (name) {
      case "int" -> number(first, place, source, KnownNumbers::truncate);
      case "float" ->
          first instanceof String text
              ? real(text, place)
              : number(first, place, source, KnownNumbers::toReal);
      case "bool" -> truth(first, place, source);
      case "str" -> KnownNumbers.text(first);
      case "range" -> range(arguments, place);
      case "print" -> null;
      default -> throw unsupported(place, name + "()", "a function that serialized source uses");
    };
  }

  private interface Conversion {
    Object apply(Object number);
  }

  private static Object number(
      @Nullable Object value, Place place, String source, Conversion conversion) {
    Object number = KnownNumbers.find(value);
    if (number == null) {
      throw value instanceof TorchTensor
          ? DataDependence.refuse(place.toString(), source)
          : unsupported(place, source + " of something that is no number", "a number");
    }
    return conversion.apply(number);
  }

  private static Object real(String text, Place place) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> throw unsupported(place, "float(\"" + text + "\")", "a number");
    };
  }

  /**
   * Whether a condition holds.
   *
   * @throws RepconvException DATA_DEPENDENT where a tensor decides it
   */
  static boolean truth(@Nullable Object value, Place place, String source) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value == null) {
      return false;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof TorchTensor
        || value instanceof ScalarTensor
        || KnownNumbers.isNumber(value)) {
      Object number = KnownNumbers.find(value);
      if (number == null) {
        throw DataDependence.refuse(place.toString(), source);
      }
      return KnownNumbers.isTrue(number);
    }
    throw unsupported(place, source, "a condition");
  }

  private static Object range(List<@Nullable Object> arguments, Place place) {
    long[] bounds = {0, 0, 1};
    int count = arguments.size();
    for (int i = 0; i < Math.min(3, count); i++) {
      Object number = KnownNumbers.find(arguments.get(i));
      if (!(number instanceof Long bound)) {
        throw RepconvException.of(ErrorCode.UNKNOWN_SIZE)
            .at(place.toString())
            .observed("a loop over the range to " + KnownNumbers.text(number))
            .expected("a known number")
            .fix("Give the sizes it depends on as numbers with --input.")
            .build();
      }
      bounds[count == 1 ? 1 : i] = bound;
    }
    if (bounds[2] == 0) {
      throw unsupported(place, "a range by 0", "another step");
    }
    return new RangeValue(bounds[0], bounds[1], bounds[2]);
  }

  static RepconvException unsupported(Place place, String observed, String expected) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
        .at(place.toString())
        .observed(observed)
        .expected(expected)
        .build();
  }
}
