package io.repconv.converter.data;

import io.repconv.converter.data.DataItem.Named;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.check.GivenSample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The samples that a user's data makes for a model. Tensors go to the inputs of their names, else
 * in their order; numbers are rounded to the input's type; an array without the batch axis gets
 * one.
 */
public final class DataSamples {
  private DataSamples() {}

  /**
   * The samples of a file or folder, read when they are asked for.
   *
   * @throws RepconvException where there is nothing that can be read; what does not fit the model
   *     is refused when it is asked for
   */
  public static List<Supplier<GivenSample>> of(Path path, Graph model, ImageOptions images) {
    Shape first = model.inputs().isEmpty() ? Shape.UNRANKED : model.inputs().get(0).shape();
    boolean grey = first.hasRank(4) && first.dim(1).is(1);
    List<Supplier<GivenSample>> samples = new ArrayList<>();
    for (Supplier<DataItem> item : DataSource.items(path, grey ? 1 : 3, images.fitting(first))) {
      samples.add(() -> sample(item.get(), model));
    }
    return samples;
  }

  private static GivenSample sample(DataItem item, Graph model) {
    return new GivenSample(
        item.name(),
        fitted(item, "input", item.inputs(), model.inputs()),
        item.outputs().isEmpty()
            ? Map.of()
            : fitted(item, "output", item.outputs(), model.outputs()));
  }

  private static Map<String, Tensor> fitted(
      DataItem item, String kind, List<Named> given, List<Value> ports) {
    Map<String, Tensor> fitted = new LinkedHashMap<>();
    List<Named> left = new ArrayList<>(given);
    List<Value> open = new ArrayList<>(ports);
    for (Value port : ports) {
      for (Named tensor : given) {
        if (tensor.name().equals(port.name()) && left.remove(tensor)) {
          fitted.put(port.name(), fitted(item, tensor.tensor(), port));
          open.remove(port);
        }
      }
    }
    if (left.size() != open.size()) {
      throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
          .at(item.name())
          .observed(
              "%d %ss %s".formatted(given.size(), kind, given.stream().map(Named::name).toList()))
          .expected("one for each of " + ports.stream().map(Value::name).toList())
          .build();
    }
    for (int i = 0; i < open.size(); i++) {
      fitted.put(open.get(i).name(), fitted(item, left.get(i).tensor(), open.get(i)));
    }
    return fitted;
  }

  private static Tensor fitted(DataItem item, Tensor given, Value port) {
    Tensor tensor = given;
    Shape shape = port.shape();
    if (shape.hasRank(tensor.rank() + 1) && (!shape.dim(0).isConstant() || shape.dim(0).is(1))) {
      long[] dims = new long[tensor.rank() + 1];
      dims[0] = 1;
      System.arraycopy(tensor.dims(), 0, dims, 1, tensor.rank());
      tensor = tensor.reshaped(dims);
    }
    if (!fits(tensor, shape)) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at("%s, '%s'".formatted(item.name(), port.name()))
          .observed("a tensor of shape " + given.shape())
          .expected(shape.toString())
          .build();
    }
    ElementType type = port.element();
    return type.isFloating() || tensor.type() == type
        ? tensor.roundedTo(type)
        : Tensor.of(type, tensor.dims(), integers(item, tensor, port)).roundedTo(type);
  }

  private static long[] integers(DataItem item, Tensor tensor, Value port) {
    if (tensor.type().isFloating()) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at("%s, '%s'".formatted(item.name(), port.name()))
          .observed("numbers of type " + tensor.type().text())
          .expected(port.element().text())
          .build();
    }
    return tensor.longs();
  }

  private static boolean fits(Tensor tensor, Shape shape) {
    if (!shape.isRanked()) {
      return true;
    }
    boolean fits = shape.hasRank(tensor.rank());
    for (int axis = 0; fits && axis < tensor.rank(); axis++) {
      fits = !shape.dim(axis).isConstant() || shape.dim(axis).is(tensor.dim(axis));
    }
    return fits;
  }
}
