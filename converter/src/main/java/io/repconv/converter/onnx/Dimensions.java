package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.repconv.graph.Dim;
import io.repconv.graph.DimText;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of a file's values. ONNX names a dimension by any text; a graph by a symbol. Equal texts
 * become equal symbols, an expression over symbols of the inputs becomes that expression, and a
 * dimension of which nothing is said a symbol of its own.
 */
final class Dimensions {
  private final Map<String, Dim> byText = new HashMap<>();
  private final Set<String> symbols = new HashSet<>();
  private final SortedMap<String, String> texts = new TreeMap<>();

  /** Takes in the texts of the inputs, the plain names first. */
  void declare(List<ValueInfoProto> inputs) {
    List<String> others = new ArrayList<>();
    for (ValueInfoProto input : inputs) {
      for (Dimension dimension : input.getType().getTensorType().getShape().getDimList()) {
        String text = dimension.getDimParam();
        if (text.matches("[A-Za-z_][A-Za-z0-9_.:]*")) {
          symbol(text);
        } else if (!text.isEmpty()) {
          others.add(text);
        }
      }
    }
    others.forEach(this::named);
  }

  /**
   * What is declared of a value.
   *
   * @param owner the value's name, from which unnamed dimensions get theirs
   */
  Value.Type type(TypeProto proto, String owner) {
    if (!proto.hasTensorType()) {
      return new Value.Type(ElementType.OTHER, Shape.UNRANKED);
    }
    ElementType element = ElementType.ofCode(proto.getTensorType().getElemType());
    return new Value.Type(
        element,
        proto.getTensorType().hasShape()
            ? shape(proto.getTensorType().getShape(), owner)
            : Shape.UNRANKED);
  }

  private Shape shape(TensorShapeProto proto, String owner) {
    List<Dim> dims = new ArrayList<>();
    for (Dimension dimension : proto.getDimList()) {
      if (dimension.hasDimValue() && dimension.getDimValue() >= 0) {
        dims.add(Dim.of(dimension.getDimValue()));
      } else if (!dimension.getDimParam().isEmpty()) {
        dims.add(named(dimension.getDimParam()));
      } else {
        dims.add(unnamed(owner + "_" + dims.size()));
      }
    }
    return Shape.of(dims);
  }

  private Dim named(String text) {
    Dim known = byText.get(text);
    if (known != null) {
      return known;
    }
    Dim expression = expression(text);
    if (expression == null) {
      return symbol(text);
    }
    byText.put(text, expression);
    return expression;
  }

  private @Nullable Dim expression(String text) {
    try {
      Dim dim = DimText.parse(text);
      return symbols.containsAll(dim.symbols()) ? dim : null;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return null;
    }
  }

  private Dim symbol(String text) {
    Dim known = byText.get(text);
    if (known != null) {
      return known;
    }
    Dim dim = fresh(text);
    byText.put(text, dim);
    texts.put(dim.toString(), text);
    return dim;
  }

  private Dim unnamed(String place) {
    Dim dim = fresh(place);
    texts.put(dim.toString(), "");
    return dim;
  }

  private Dim fresh(String wanted) {
    String clean = wanted.replaceAll("[^A-Za-z0-9_.:]", "_");
    String base = clean.matches("[A-Za-z_].*") ? clean : "d" + clean;
    String name = base;
    for (int number = 1; !symbols.add(name); number++) {
      name = base + "." + number;
    }
    return Dim.symbol(name);
  }

  /** For each symbol the text the file had for it, empty where it had none. */
  SortedMap<String, String> texts() {
    return texts;
  }
}
