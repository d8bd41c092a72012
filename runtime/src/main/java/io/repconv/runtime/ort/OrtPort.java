package io.repconv.runtime.ort;

import ai.onnxruntime.TensorInfo;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * An input or output as ONNX Runtime knows it.
 *
 * @param element {@link ElementType#OTHER} where it is no tensor of numbers
 * @param shape sizes that the file leaves open are symbols, named as in the file or after the port
 *     and the axis
 */
public record OrtPort(String name, ElementType element, Shape shape) {
  static OrtPort of(String name, TensorInfo info) {
    List<Dim> dims = new ArrayList<>();
    long[] sizes = info.getShape();
    String[] names = info.getDimensionNames();
    for (int axis = 0; axis < sizes.length; axis++) {
      dims.add(
          sizes[axis] >= 0 ? Dim.of(sizes[axis]) : Dim.symbol(symbol(names[axis], name, axis)));
    }
    return new OrtPort(name, OrtTensors.element(info.type), Shape.of(dims));
  }

  static OrtPort opaque(String name) {
    return new OrtPort(name, ElementType.OTHER, Shape.UNRANKED);
  }

  private static String symbol(String given, String port, int axis) {
    String wanted = given.isEmpty() ? port + "_" + axis : given;
    String clean = wanted.replaceAll("[^A-Za-z0-9_.:]", "_");
    return clean.matches("[A-Za-z_].*") ? clean : "_" + clean;
  }
}
