package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.Op;
import io.repconv.graph.Shape;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a tensor along an axis. Inputs: data and optionally the parts' sizes.
 *
 * @param parts how many equal parts (the last one may be smaller); 0 where the sizes are an input
 */
public record Split(int axis, int parts) implements Op {
  @Override
  public String name() {
    return "Split";
  }

  @Override
  public Attributes attributes() {
    Attributes attributes = Attributes.NONE.with("axis", (long) axis);
    return parts == 0 ? attributes : attributes.with("num_outputs", (long) parts);
  }

  static Split parse(Attributes attributes) {
    return new Split(
        Math.toIntExact(attributes.integer("axis", 0)),
        Math.toIntExact(attributes.integer("num_outputs", 0)));
  }

  /** How many outputs there are, 1 where the sizes that are an input decide. */
  @Override
  public int outputs() {
    return Math.max(1, parts);
  }

  @Override
  public List<Value.Type> infer(List<Value> inputs) {
    Inputs.require(inputs, 1, 2);
    Value data = inputs.get(0);
    Value sizes = Inputs.value(inputs, 1);
    if (sizes.isAbsent() == (parts == 0)) {
      throw new ShapeError(
          parts == 0 ? "neither sizes nor a number of parts" : "sizes and a number of parts",
          "one of both");
    }
    int count = sizes.isAbsent() ? parts : Content.length(sizes);
    if (count < 1 || count > 1 << 16) {
      throw new ShapeError("sizes of unknown length", "between 1 and 65536 parts");
    }
    List<Value.Type> types = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      Shape shape = Shape.UNRANKED;
      if (data.shape().isRanked()) {
        int along = Axes.of(axis, data.shape().rank());
        Dim size = size(data.shape().dim(along), sizes, part, count);
        shape =
            data.shape().with(along, size != null ? size : Inputs.unknownSize(this, inputs, part));
      }
      types.add(new Value.Type(data.element(), shape));
    }
    requireSum(data, sizes);
    return withContent(data, types);
  }

  private static @Nullable Dim size(Dim whole, Value sizes, int part, int count) {
    if (!sizes.isAbsent()) {
      return sizes.integers() == null ? null : sizes.integers().get(part);
    }
    if (whole.isConstant()) {
      long each = (whole.value() + count - 1) / count;
      return Dim.of(Math.max(0, Math.min(each, whole.value() - each * part)));
    }
    return whole.dividedBy(Dim.of(count)).orElse(null);
  }

  private void requireSum(Value data, Value sizes) {
    long[] known = sizes.isAbsent() ? null : Content.numbers(sizes);
    if (known == null || !data.shape().isRanked()) {
      return;
    }
    Dim whole = data.shape().dim(Axes.of(axis, data.shape().rank()));
    boolean negative = Arrays.stream(known).anyMatch(size -> size < 0);
    if (negative || (whole.isConstant() && Arrays.stream(known).sum() != whole.value())) {
      throw new ShapeError(
          "parts of sizes " + Arrays.toString(known), "a sum of " + whole + ", the axis's size");
    }
  }

  private static List<Value.Type> withContent(Value data, List<Value.Type> types) {
    if (data.integers() == null || !data.shape().hasRank(1)) {
      return types;
    }
    List<Value.Type> known = new ArrayList<>();
    int from = 0;
    for (Value.Type type : types) {
      if (!type.shape().isStatic()) {
        return types;
      }
      int to = from + Math.toIntExact(type.shape().dim(0).value());
      known.add(Content.type(type.element(), type.shape(), data.integers().subList(from, to)));
      from = to;
    }
    return known;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor data = inputs.get(0);
    int along = Axes.of(axis, data.rank());
    Tensor given = Inputs.tensor(inputs, 1);
    long whole = data.dim(along);
    long each = parts == 0 ? 0 : (whole + parts - 1) / parts;
    int count = given.isAbsent() ? parts : given.size();
    List<Tensor> all = new ArrayList<>();
    int start = 0;
    for (int part = 0; part < count; part++) {
      long size =
          given.isAbsent() ? Math.max(0, Math.min(each, whole - start)) : given.longs()[part];
      all.add(View.of(data.dims()).slice(along, start, 1, (int) size).read(data));
      start += (int) size;
    }
    return all;
  }
}
