package io.repconv.converter.torchscript.aten;

import io.repconv.converter.torchscript.value.Emitter;
import io.repconv.converter.torchscript.value.ScalarTensor;
import io.repconv.converter.torchscript.value.Sizes;
import io.repconv.converter.torchscript.value.TorchTensor;
import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an {@code aten::} operator. Arguments are asked for by position and schema name; one
 * that is neither given by position nor by keyword has the schema's default, which the caller
 * names.
 */
public final class AtenCall {
  private final String name;
  private final List<@Nullable Object> arguments;
  private final Map<String, @Nullable Object> keywords;
  private final Emitter emitter;

  /**
   * A call.
   *
   * @param name without {@code aten::}
   */
  public AtenCall(
      String name,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> keywords,
      Emitter emitter) {
    this.name = name;
    this.arguments = arguments;
    this.keywords = keywords;
    this.emitter = emitter;
  }

  public String name() {
    return name;
  }

  public Emitter emitter() {
    return emitter;
  }

  int count() {
    return arguments.size();
  }

  boolean hasKeyword(String keyword) {
    return keywords.containsKey(keyword);
  }

  /** The same call under another operator's name, for operators that differ in nothing else. */
  AtenCall as(String otherName) {
    return new AtenCall(otherName, arguments, keywords, emitter);
  }

  /** The same operator with other arguments. */
  AtenCall with(@Nullable Object... otherArguments) {
    return new AtenCall(name, java.util.Arrays.asList(otherArguments), Map.of(), emitter);
  }

  /** The argument as it is, null where it is None or not given. */
  @Nullable Object argument(int index, String argument) {
    return index < arguments.size() ? arguments.get(index) : keywords.get(argument);
  }

  /** Whether the argument is given and not None. */
  boolean has(int index, String argument) {
    return argument(index, argument) != null;
  }

  /** Whether any argument given by position is a tensor. */
  boolean hasTensor() {
    return arguments.stream().anyMatch(AtenCall::isTensor);
  }

  static boolean isTensor(@Nullable Object value) {
    return value instanceof TorchTensor || value instanceof ScalarTensor;
  }

  TorchTensor tensor(int index, String argument) {
    return tensor(argument(index, argument), argument);
  }

  TorchTensor tensor(@Nullable Object value, String argument) {
    if (value instanceof TorchTensor tensor) {
      return tensor;
    }
    if (value instanceof ScalarTensor scalar) {
      return result(new Operands(emitter).number(scalar.number(), scalar.type()));
    }
    throw wrong(argument, value, "a tensor");
  }

  @Nullable TorchTensor optionalTensor(int index, String argument) {
    return has(index, argument) ? tensor(index, argument) : null;
  }

  List<TorchTensor> tensors(int index, String argument) {
    if (!(argument(index, argument) instanceof List<?> list)) {
      throw wrong(argument, argument(index, argument), "a list of tensors");
    }
    return list.stream().map(item -> tensor((Object) item, argument)).toList();
  }

  long integer(int index, String argument) {
    Object value = argument(index, argument);
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof ScalarTensor scalar && scalar.number() instanceof Long number) {
      return number;
    }
    if (value instanceof Dim || value instanceof ScalarTensor) {
      throw unknownSize("'%s' is the size %s".formatted(argument, describe(value)), "a number");
    }
    throw wrong(argument, value, "an int");
  }

  long integer(int index, String argument, long otherwise) {
    return has(index, argument) ? integer(index, argument) : otherwise;
  }

  /** An int that may depend on a size of the input. */
  Dim size(int index, String argument) {
    return size(argument(index, argument), argument);
  }

  private Dim size(@Nullable Object value, String argument) {
    if (value instanceof ScalarTensor scalar && Sizes.isInt(scalar.number())) {
      return Sizes.dim(scalar.number());
    }
    if (value == null || !Sizes.isInt(value)) {
      throw wrong(argument, value, "an int");
    }
    return Sizes.dim(value);
  }

  /** A list of ints that may depend on sizes; a single int is a list of one. */
  List<Dim> sizes(int index, String argument) {
    Object value = argument(index, argument);
    if (value instanceof List<?> list) {
      return list.stream().map(item -> size((Object) item, argument)).toList();
    }
    return List.of(size(value, argument));
  }

  /** A list of known ints; empty where the argument is not given. */
  List<Long> integers(int index, String argument) {
    if (!has(index, argument)) {
      return List.of();
    }
    List<Long> values = new ArrayList<>();
    for (Dim dim : sizes(index, argument)) {
      if (!dim.isConstant()) {
        throw wrong(argument, dim, "known ints");
      }
      values.add(dim.value());
    }
    return values;
  }

  /**
   * One int for each of {@code axes}: a list of one stands for all, an empty one for the default.
   */
  List<Long> perAxis(int index, String argument, int axes, long otherwise) {
    List<Long> given = integers(index, argument);
    if (given.size() == axes) {
      return given;
    }
    if (given.size() > 1) {
      throw wrong(argument, given, axes + " ints");
    }
    return java.util.Collections.nCopies(axes, given.isEmpty() ? otherwise : given.get(0));
  }

  double real(int index, String argument) {
    Object value = argument(index, argument);
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof TorchTensor tensor && tensor.value().constant() != null) {
      return tensor.value().constant().item();
    }
    return integer(index, argument);
  }

  double real(int index, String argument, double otherwise) {
    return has(index, argument) ? real(index, argument) : otherwise;
  }

  boolean flag(int index, String argument, boolean otherwise) {
    Object value = argument(index, argument);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    return integer(index, argument) != 0;
  }

  String text(int index, String argument, String otherwise) {
    Object value = argument(index, argument);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw wrong(argument, value, "a string");
  }

  /** A dtype argument, which the archive writes as a number. */
  ElementType type(int index, String argument, ElementType otherwise) {
    return has(index, argument) ? TorchTypes.of(integer(index, argument), this) : otherwise;
  }

  /** An axis counted from the front. */
  int axis(int index, String argument, int rank, long otherwise) {
    return axis(integer(index, argument, otherwise), rank, argument);
  }

  int axis(long axis, int rank, String argument) {
    int extent = Math.max(1, rank);
    if (axis < -extent || axis >= extent) {
      throw wrong(argument, axis, "an axis of a tensor of rank " + rank);
    }
    return (int) (axis < 0 ? axis + extent : axis);
  }

  Value emit(String op, Attributes attributes, Value... inputs) {
    return emitter.emit(op, attributes, inputs);
  }

  Value emit(String op, Value... inputs) {
    return emitter.emit(op, inputs);
  }

  TorchTensor result(Value value) {
    return TorchTensor.of(emitter, value);
  }

  /** {@code stage1.0.dense (Conv2d), code/__torch__/blocks.py:12 (aten::conv2d)}. */
  String where() {
    return emitter.place() + " (aten::" + name + ")";
  }

  RepconvException wrong(String argument, @Nullable Object value, String expected) {
    return unsupported("'" + argument + "' is " + describe(value), expected);
  }

  /** Something that can be computed only where a size is a number. */
  RepconvException unknownSize(String observed, String expected) {
    return RepconvException.of(ErrorCode.UNKNOWN_SIZE)
        .at(where())
        .observed(observed)
        .expected(expected)
        .fix("Give the sizes it depends on as numbers with --input.")
        .build();
  }

  /** The operator in a form that is not supported. */
  RepconvException unsupported(String observed, String expected) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_OPERATOR)
        .at(where())
        .observed(observed)
        .expected(expected)
        .build();
  }

  static String describe(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof TorchTensor tensor) {
      return "a tensor of shape " + tensor.shape();
    }
    if (value instanceof ScalarTensor scalar) {
      return String.valueOf(scalar.number());
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof Dim) {
      return value.toString();
    }
    return value instanceof String text
        ? "\"" + text + "\""
        : "a " + value.getClass().getSimpleName();
  }
}
