package io.repconv.converter.pt2;

import io.repconv.converter.input.InputShape;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.LinearSize;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes of inputs: the file's, with its symbols replaced by what the user gave.
 *
 * <p>A size that the file has as a number stays; a symbol becomes the user's number, within the
 * range that the file allows, or the user's symbol.
 */
final class InputShapes {
  /** Of a size of at least 2 torch only says that 0 and 1 were not tried. */
  private static final long ALWAYS_ASSUMED = 2;

  private final JsonField ranges;
  private final Map<String, Dim> bound = new HashMap<>();

  /**
   * Nothing given yet.
   *
   * @param ranges {@code range_constraints}: {@code {"s77": {"min_val": 2, "max_val": null}}}
   */
  InputShapes(JsonField ranges) {
    this.ranges = ranges;
  }

  /** The shape that the file has. */
  static Shape declared(JsonField meta) {
    List<Dim> dims = new ArrayList<>();
    for (JsonField size : meta.get("sizes").items()) {
      dims.add(
          size.has("as_int")
              ? Dim.of(size.get("as_int").integer())
              : expression(size.get("as_expr").get("expr_str")));
    }
    return Shape.of(dims);
  }

  /** The sizes that the example had where a shape made of the file's is open. */
  static Map<String, Long> examples(JsonField meta, Shape shape) {
    Map<String, Long> sizes = new HashMap<>();
    List<JsonField> declared = meta.get("sizes").items();
    for (int axis = 0; axis < declared.size(); axis++) {
      Dim dim = shape.dim(axis);
      Optional<JsonField> hint = declared.get(axis).find("as_expr").flatMap(e -> e.find("hint"));
      if (isSymbol(dim) && hint.isPresent() && hint.get().has("as_int")) {
        sizes.put(dim.toString(), hint.get().get("as_int").integer());
      }
    }
    return sizes;
  }

  private static Dim expression(JsonField text) {
    try {
      return SizeExpression.parse(text.text());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw unsupported(text);
    }
  }

  private static RepconvException unsupported(JsonField text) {
    return RepconvException.of(ErrorCode.UNKNOWN_SIZE)
        .at(text.where())
        .observed("an input of the size " + text.text())
        .expected("sums, products and powers of symbols and numbers, divided by numbers")
        .fix("Export the model with that size as a Dim of its own, or as a number.")
        .build();
  }

  /**
   * Holds the user's shape against the file's.
   *
   * @throws RepconvException SHAPE_MISMATCH, FIXED_SIZE where a symbol was asked for and the file
   *     has a number
   */
  void give(InputShape given, Shape declared) {
    if (given.shape().rank() != declared.rank()) {
      throw mismatch(given, "the shape " + given.shape(), declared.toString());
    }
    for (int axis = 0; axis < declared.rank(); axis++) {
      Dim size = declared.dim(axis);
      Dim asked = given.shape().dim(axis);
      if (size.isConstant() && !asked.equals(size)) {
        throw asked.isConstant()
            ? mismatch(given, asked.toString(), size + " at axis " + axis)
            : fixed(given, axis, size);
      }
      Optional<LinearSize> linear = LinearSize.of(size);
      if (linear.isPresent()) {
        bind(given, linear.get(), asked, size);
      }
    }
    Shape result = apply(declared);
    if (!result.equals(given.shape())) {
      throw mismatch(given, "the shape " + given.shape(), result + ", as the file computes it");
    }
  }

  private void bind(InputShape given, LinearSize size, Dim asked, Dim declared) {
    Optional<Dim> symbol = size.symbolFor(asked);
    if (symbol.isEmpty()) {
      throw mismatch(
          given,
          asked.toString(),
          "a number of the form %s, or no --input where it stays open".formatted(declared));
    }
    Dim before = bound.putIfAbsent(size.symbol(), symbol.get());
    if (before != null && !before.equals(symbol.get())) {
      throw mismatch(
          given,
          asked.toString(),
          size.isSymbol()
              ? before + ", as the file has one size for both"
              : "%s with %s = %s".formatted(declared, size.symbol(), before));
    }
    requireInRange(given, size.symbol(), symbol.get());
  }

  private static boolean isSymbol(Dim size) {
    return !size.isConstant() && size.symbols().contains(size.toString());
  }

  private void requireInRange(InputShape given, String symbol, Dim asked) {
    if (!asked.isConstant() || !ranges.has(symbol)) {
      return;
    }
    JsonField range = ranges.get(symbol);
    long least = range.find("min_val").map(JsonField::integer).orElse(0L);
    long most = range.find("max_val").map(JsonField::integer).orElse(Long.MAX_VALUE);
    if ((least > ALWAYS_ASSUMED && asked.value() < least) || asked.value() > most) {
      String to = most == Long.MAX_VALUE ? "" : " and at most " + most;
      throw mismatch(given, asked.toString(), "at least " + least + to + ", the file's range");
    }
  }

  private static RepconvException mismatch(InputShape given, String observed, String expected) {
    return RepconvException.of(ErrorCode.SHAPE_MISMATCH)
        .at("--input " + given)
        .observed(observed)
        .expected(expected)
        .build();
  }

  private static RepconvException fixed(InputShape given, int axis, Dim size) {
    return RepconvException.of(ErrorCode.FIXED_SIZE)
        .at("--input " + given)
        .observed("the file fixes axis %d to %s".formatted(axis, size))
        .expected("that number")
        .why("torch.export keeps a size open only where dynamic_shapes says so.")
        .fix("Give the number, or export the model with dynamic_shapes.")
        .build();
  }

  /** The shape with what the user gave. */
  Shape apply(Shape declared) {
    return Shape.of(
        declared.dims().stream()
            .map(d -> d.substitute(name -> bound.getOrDefault(name, Dim.symbol(name))))
            .toList());
  }
}
