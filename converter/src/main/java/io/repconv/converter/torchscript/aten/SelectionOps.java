package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.pickle.Tuple;
import io.repconv.converter.torchscript.value.Reshaping;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that pick elements by condition or by index, and conversions of type. */
final class SelectionOps {
  private SelectionOps() {}

  /** {@code where(condition, self, other)}. */
  static Object where(AtenCall call) {
    if (call.count() < 3) {
      throw DataDependence.refuse(call.where(), "the number of selected elements");
    }
    Object a = call.argument(1, "self");
    Object b = call.argument(2, "other");
    ElementType type = Operands.commonType(Arrays.asList(a, b));
    Operands operands = new Operands(call.emitter());
    Value condition = operands.cast(call.tensor(0, "condition").value(), ElementType.BOOL);
    return call.result(call.emit("Where", condition, operands.of(a, type), operands.of(b, type)));
  }

  /** {@code masked_fill(self, mask, value)}. */
  static Object maskedFill(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    Operands operands = new Operands(call.emitter());
    Value mask = operands.cast(call.tensor(1, "mask").value(), ElementType.BOOL);
    Value fill = operands.of(call.argument(2, "value"), x.type());
    return call.result(call.emit("Where", mask, fill, x.value()));
  }

  /** {@code embedding(weight, indices, …)}. */
  static Object embedding(AtenCall call) {
    Operands operands = new Operands(call.emitter());
    Value indices = operands.cast(call.tensor(1, "indices").value(), ElementType.INT64);
    return call.result(
        call.emit(
            "Gather", Attributes.NONE.with("axis", 0L), call.tensor(0, "weight").value(), indices));
  }

  /** {@code index_select(self, dim, index)}. */
  static Object indexSelect(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    long axis = call.axis(1, "dim", x.rank(), 0);
    return call.result(
        call.emit(
            "Gather",
            Attributes.NONE.with("axis", axis),
            x.value(),
            call.tensor(2, "index").value()));
  }

  /** {@code gather(self, dim, index)}. */
  static Object gather(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    long axis = call.axis(1, "dim", x.rank(), 0);
    Value index = call.tensor(2, "index").value();
    return call.result(
        call.emit("GatherElements", Attributes.NONE.with("axis", axis), x.value(), index));
  }

  /** {@code topk(self, k, dim, largest, sorted)}. */
  static Object topk(AtenCall call) {
    TorchTensor x = call.tensor(0, "self");
    Attributes attributes =
        Attributes.NONE
            .with("axis", (long) call.axis(2, "dim", x.rank(), -1))
            .with("largest", call.flag(3, "largest", true))
            .with("sorted", call.flag(4, "sorted", true));
    Value k = call.emitter().ints(call.integer(1, "k"));
    List<Value> both = call.emitter().emitAll("TopK", attributes, 2, List.of(x.value(), k));
    return new Tuple(Arrays.asList(call.result(both.get(0)), call.result(both.get(1))));
  }

  /**
   * to(self, dtype, …), to(self, device, dtype, …), to(self, other, …), type_as and the short
   * forms.
   */
  static Object to(AtenCall call) {
    if (call.argument(0, "self")
        instanceof io.repconv.converter.torchscript.value.ScalarTensor scalar) {
      ElementType type = targetType(call, scalar.type());
      Object number = type.isFloating() ? Numbers.toReal(scalar.number()) : scalar.number();
      return new io.repconv.converter.torchscript.value.ScalarTensor(number, type);
    }
    TorchTensor x = call.tensor(0, "self");
    return cast(call, x, targetType(call, x.type()));
  }

  private static ElementType targetType(AtenCall call, ElementType otherwise) {
    if (call.hasKeyword("dtype")) {
      return call.type(Integer.MAX_VALUE, "dtype", otherwise);
    }
    for (int i = 1; i < Math.min(3, call.count()); i++) {
      Object argument = call.argument(i, "dtype");
      if (argument instanceof Long) {
        return call.type(i, "dtype", otherwise);
      }
      if (argument instanceof TorchTensor other) {
        return other.type();
      }
    }
    return otherwise;
  }

  static Object cast(AtenCall call, TorchTensor x, ElementType type) {
    return x.type() == type ? x : call.result(new Operands(call.emitter()).cast(x.value(), type));
  }

  static Object typeAs(AtenCall call) {
    return cast(call, call.tensor(0, "self"), call.tensor(1, "other").type());
  }

  /** float(), half(), … as operators on a tensor. */
  static Lowering castTo(ElementType type) {
    return call -> cast(call, call.tensor(0, "self"), type);
  }

  /** {@code triu(self, diagonal)} and tril. */
  static Lowering triangle(boolean upper) {
    return call -> {
      Value diagonal =
          new Operands(call.emitter()).number(call.integer(1, "diagonal", 0), ElementType.INT64);
      Value x = call.tensor(0, "self").value();
      return call.result(call.emit("Trilu", Attributes.NONE.with("upper", upper), x, diagonal));
    };
  }

  /** {@code broadcast_tensors(tensors)}. */
  static Object broadcast(AtenCall call) {
    List<Object> results = new ArrayList<>();
    List<TorchTensor> tensors = call.tensors(0, "tensors");
    List<Dim> dims = new ArrayList<>();
    for (TorchTensor tensor : tensors) {
      for (int i = 1; i <= tensor.rank(); i++) {
        if (dims.size() < i) {
          dims.add(0, tensor.shape().dim(-i));
        } else if (dims.get(dims.size() - i).is(1)) {
          dims.set(dims.size() - i, tensor.shape().dim(-i));
        }
      }
    }
    for (TorchTensor tensor : tensors) {
      results.add(
          call.result(
              Reshaping.expand(call.emitter(), tensor.value(), io.repconv.graph.Shape.of(dims))));
    }
    return results;
  }
}
