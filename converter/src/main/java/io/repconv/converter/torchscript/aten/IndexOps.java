package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Elements at positions that integer tensors give. */
final class IndexOps {
  private IndexOps() {}

  /**
   * {@code index(self, indices)} with integer tensors on adjacent axes, {@code x[:, i, j]}; they
   * are broadcast to one shape, which takes the place of those axes.
   *
   * <p>Several are one index into the axes joined to one: {@code i * size_j + j}.
   */
  static Object index(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    if (!(call.argument(1, "indices") instanceof List<?> indices) || indices.size() > x.rank()) {
      throw call.wrong("indices", call.argument(1, "indices"), "a list of an index for each axis");
    }
    List<Value> given = new ArrayList<>();
    int first = -1;
    for (int axis = 0; axis < indices.size(); axis++) {
      if (indices.get(axis) == null) {
        continue;
      }
      first = first < 0 ? axis : first;
      if (axis != first + given.size()) {
        throw call.unsupported("index tensors on axes that are apart", "adjacent axes");
      }
      given.add(position(call, (Object) indices.get(axis)));
    }
    if (given.isEmpty()) {
      return x;
    }
    Value joined = x.value();
    Value index = given.get(0);
    if (given.size() > 1) {
      joined = Reshaping.reshape(call.emitter(), joined, joinedShape(x, first, given.size()));
      index = joinedIndex(call, x, first, given);
    }
    return call.result(
        call.emit("Gather", Attributes.NONE.with("axis", (long) first), joined, index));
  }

  private static Value position(AtenCall call, Object index) {
    TorchTensor tensor = call.tensor(index, "indices");
    if (!tensor.type().isInteger()) {
      throw DataDependence.refuse(call.where(), "the number of elements that a mask selects");
    }
    return new Operands(call.emitter()).cast(tensor.value(), ElementType.INT64);
  }

  private static List<Dim> joinedShape(TorchTensor x, int first, int count) {
    List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, first));
    dims.add(x.shape().dims().subList(first, first + count).stream().reduce(Dim.of(1), Dim::times));
    dims.addAll(x.shape().dims().subList(first + count, x.rank()));
    return dims;
  }

  private static Value joinedIndex(AtenCall call, TorchTensor x, int first, List<Value> given) {
    Value index = fromTheFront(call, given.get(0), x.shape().dim(first));
    for (int i = 1; i < given.size(); i++) {
      Dim size = x.shape().dim(first + i);
      Value rows = call.emit("Mul", index, scalar(call, size));
      index = call.emit("Add", rows, fromTheFront(call, given.get(i), size));
    }
    return index;
  }

  /** A negative index counts from the end. */
  private static Value fromTheFront(AtenCall call, Value index, Dim size) {
    Value negative = call.emit("Less", index, scalar(call, Dim.of(0)));
    return call.emit("Where", negative, call.emit("Add", index, scalar(call, size)), index);
  }

  private static Value scalar(AtenCall call, Dim size) {
    return new Operands(call.emitter())
        .number(size.isConstant() ? (Object) size.value() : size, ElementType.INT64);
  }
}
