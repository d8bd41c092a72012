package io.repconv.runtime.script;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One node while it is written: its operands as names of variables or as numbers. */
final class Call {
  private final Node node;
  private final Variables variables;
  private final Norms norms;

  Call(Node node, Variables variables, Norms norms) {
    this.node = node;
    this.variables = variables;
    this.norms = norms;
  }

  <T> T op(Class<T> type) {
    return type.cast(node.op());
  }

  Norms norms() {
    return norms;
  }

  boolean has(int index) {
    return !node.input(index).isAbsent();
  }

  Value input(int index) {
    return node.input(index);
  }

  /** The variable of an operand. */
  String argument(int index) {
    return variables.name(node.input(index));
  }

  /** The variable of an operand, {@code None} where it is not given. */
  String optional(int index) {
    return has(index) ? argument(index) : "None";
  }

  /** All operands as a list. */
  String arguments() {
    return node.inputs().stream().map(variables::name).collect(Collectors.joining(", ", "[", "]"));
  }

  /** The numbers of an operand that depends on no input; null where it does. */
  @Nullable Tensor known(int index) {
    return variables.known(node.input(index));
  }

  /** The same, where it must be known. */
  long[] longs(int index) {
    Tensor known = known(index);
    if (known == null) {
      throw unsupported("numbers in '%s' that depend on the input".formatted(input(index).name()));
    }
    return known.longs();
  }

  double number(int index) {
    Tensor known = known(index);
    if (known == null) {
      throw unsupported(
          "a number in '%s' that depends on the input".formatted(input(index).name()));
    }
    return known.item();
  }

  int rank(int index) {
    return input(index).shape().rank();
  }

  long[] sizes(int index) {
    return input(index).shape().sizes();
  }

  long[] outputSizes() {
    return node.output().shape().sizes();
  }

  int spatialAxes() {
    return rank(0) - 2;
  }

  List<Value> outputs() {
    return node.outputs();
  }

  /** Assigns one of several outputs. */
  void assign(Value output, String expression) {
    variables.assign(output, expression);
  }

  RepconvException unsupported(String observed) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_OPERATOR)
        .at(node.described())
        .observed(observed)
        .expected("an operator that repconv can run in libtorch")
        .build();
  }

  static String list(long... numbers) {
    return Arrays.toString(numbers);
  }

  static String list(Collection<? extends Number> numbers) {
    return list(numbers.stream().mapToLong(Number::longValue).toArray());
  }

  static String flag(boolean value) {
    return value ? "True" : "False";
  }

  /** A number with all its digits. */
  static String real(double value) {
    return Double.toString(value).toLowerCase(Locale.ROOT);
  }
}
