package io.repconv.graph.op;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** What operators ask of their inputs: how many there are, of which type, and the optional ones. */
final class Inputs {
  private Inputs() {}

  /** Checks the count; the first {@code least} must be given. */
  static void require(List<Value> inputs, int least, int most) {
    require(inputs, least, most, least);
  }

  /** Checks the count; the first {@code given} must not be left out. */
  static void require(List<Value> inputs, int least, int most, int given) {
    if (inputs.size() < least || inputs.size() > most) {
      String range = most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
      throw new ShapeError(inputs.size() + " inputs", least == most ? "" + least : range);
    }
    for (int i = 0; i < given; i++) {
      if (inputs.get(i).isAbsent()) {
        throw new ShapeError("input " + i + " left out", "the first " + given + " inputs");
      }
    }
  }

  /** An input, or {@link Value#ABSENT}. */
  static Value value(List<Value> inputs, int index) {
    return index < inputs.size() ? inputs.get(index) : Value.ABSENT;
  }

  /** An input's tensor, or {@link Tensor#absent}. */
  static Tensor tensor(List<Tensor> inputs, int index) {
    return index < inputs.size() ? inputs.get(index) : Tensor.absent();
  }

  static void requireIntegers(Value value, String what) {
    if (value.element() != ElementType.OTHER && !value.element().isInteger()) {
      throw new ShapeError(what + " of type " + value.element().text(), "integers");
    }
  }

  static void requireFloating(Value value, String what) {
    if (value.element() != ElementType.OTHER && !value.element().isFloating()) {
      throw new ShapeError(what + " of type " + value.element().text(), "a floating type");
    }
  }

  static void requireBooleans(Value value, String what) {
    if (value.element() != ElementType.OTHER && value.element() != ElementType.BOOL) {
      throw new ShapeError(what + " of type " + value.element().text(), "bool");
    }
  }

  /** The one element type of all given inputs. */
  static ElementType sameElement(List<Value> inputs) {
    ElementType common = ElementType.OTHER;
    for (Value input : inputs) {
      ElementType element = input.element();
      if (element != ElementType.OTHER) {
        if (common != ElementType.OTHER && element != common) {
          throw new ShapeError(
              "inputs of types " + common.text() + " and " + element.text(), "one type");
        }
        common = element;
      }
    }
    return common;
  }

  /** Checks the rank where it is known. */
  static void requireRank(Value value, int rank, String what) {
    if (value.shape().isRanked() && value.shape().rank() != rank) {
      throw new ShapeError(what + " of shape " + value.shape(), "rank " + rank);
    }
  }

  static List<Value.Type> one(ElementType element, Shape shape) {
    return List.of(new Value.Type(element, shape));
  }

  /**
   * A size that no expression gives. Its name comes from what it depends on, so the same operation
   * on the same inputs has the same size.
   */
  static Dim unknownSize(Op op, List<Value> inputs, int axis) {
    StringBuilder name = new StringBuilder("_").append(op.name());
    String attributes = op.attributes().toString();
    if (!op.attributes().asMap().isEmpty()) {
      name.append(':').append(Integer.toHexString(attributes.hashCode()));
    }
    for (Value input : inputs) {
      name.append("::");
      input.name().chars().forEach(c -> appendEscaped(name, (char) c));
    }
    return Dim.symbol(name.append("::").append(axis).toString());
  }

  private static void appendEscaped(StringBuilder name, char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_') {
      name.append(c);
    } else {
      name.append('.').append(Integer.toHexString(c)).append('.');
    }
  }
}
