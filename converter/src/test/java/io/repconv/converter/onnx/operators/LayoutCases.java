package io.repconv.converter.onnx.operators;

import static io.repconv.converter.onnx.operators.OperatorCase.ABSENT;
import static io.repconv.converter.onnx.operators.OperatorCase.check;
import static io.repconv.converter.onnx.operators.OperatorCase.fed;
import static io.repconv.converter.onnx.operators.OperatorCase.held;
import static io.repconv.converter.onnx.operators.OperatorCase.indices;
import static io.repconv.converter.onnx.operators.OperatorCase.ints;
import static io.repconv.converter.onnx.operators.OperatorCase.scalar;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.ConstantOfShape;
import io.repconv.graph.op.DepthToSpace;
import io.repconv.graph.op.Dropout;
import io.repconv.graph.op.Expand;
import io.repconv.graph.op.Flatten;
import io.repconv.graph.op.Gather;
import io.repconv.graph.op.GatherElements;
import io.repconv.graph.op.GatherND;
import io.repconv.graph.op.Identity;
import io.repconv.graph.op.OneHot;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Range;
import io.repconv.graph.op.Reshape;
import io.repconv.graph.op.ScatterElements;
import io.repconv.graph.op.ScatterND;
import io.repconv.graph.op.ScatterReduction;
import io.repconv.graph.op.ShapeOf;
import io.repconv.graph.op.SizeOf;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.SpaceToDepth;
import io.repconv.graph.op.Split;
import io.repconv.graph.op.Squeeze;
import io.repconv.graph.op.Tile;
import io.repconv.graph.op.Transpose;
import io.repconv.graph.op.Trilu;
import io.repconv.graph.op.Unsqueeze;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What moves elements. */
final class LayoutCases {
  private static final long END = Long.MAX_VALUE;

  private LayoutCases() {}

  static Stream<OperatorCase> all() {
    return Stream.of(shapes(), slices(), pads(), indexing(), scattering(), made())
        .flatMap(List::stream);
  }

  private static List<OperatorCase> shapes() {
    List<OperatorCase> all = new ArrayList<>();
    all.add(check("", new Identity(), fed(2, 3)));
    all.add(check("", new Dropout(), fed(2, 3)));
    all.add(check("", ShapeOf.ALL, fed(2, 3, 4)));
    all.add(check("part", new ShapeOf(-2, 2), fed(2, 3, 4)));
    all.add(check("", new SizeOf(), fed(2, 3, 4)));
    all.add(check("inferred", new Reshape(false), fed(2, 3, 4), ints(0, -1)));
    all.add(check("spread", new Reshape(false), fed(2, 6, 4), ints(2, 3, 2, 4)));
    for (int axis : new int[] {0, 2, 3, -1}) {
      all.add(check("at " + axis, new Flatten(axis), fed(2, 3, 4)));
    }
    all.add(check("all", new Squeeze(), fed(1, 3, 1, 4)));
    all.add(check("one", new Squeeze(), fed(1, 3, 1, 4), ints(-2)));
    all.add(check("two", new Unsqueeze(), fed(3, 4), ints(0, -1)));
    all.add(check("reversed", new Transpose(List.of()), fed(2, 3, 4)));
    all.add(check("turned", new Transpose(List.of(2, 0, 3, 1)), fed(2, 3, 4, 5)));
    all.add(check("of three", new Concat(1), fed(2, 3, 2), fed(2, 1, 2), held(2, 2, 2)));
    all.add(check("of integers", new Concat(-1), fed(indices(9, 2, 3)), fed(indices(8, 2, 1))));
    all.add(check("uneven", new Split(1, 3), fed(2, 7, 2)));
    all.add(check("sized", new Split(-1, 0), fed(2, 7), ints(1, 4, 2)));
    all.add(check("wider", new Expand(), fed(3, 1), ints(2, 1, 4)));
    all.add(check("", new Tile(), fed(2, 3), ints(3, 2)));
    all.add(check("DCR", new DepthToSpace(2, false), fed(1, 8, 2, 3)));
    all.add(check("CRD", new DepthToSpace(2, true), fed(1, 8, 2, 3)));
    all.add(check("", new SpaceToDepth(2), fed(1, 3, 4, 6)));
    return all;
  }

  private static List<OperatorCase> slices() {
    List<OperatorCase> all = new ArrayList<>();
    Slice slice = new Slice();
    all.add(check("first axes", slice, fed(5, 6, 7), ints(1, 2), ints(4, END)));
    all.add(check("negative", slice, fed(5, 6, 7), ints(-3, 0), ints(-1, -2), ints(2, 1)));
    all.add(check("steps", slice, fed(5, 8, 7), ints(1, 0), ints(END, 7), ints(1, 2), ints(3, 2)));
    all.add(check("backwards", slice, fed(5, 6), ints(-1), ints(-END), ints(1), ints(-2)));
    all.add(check("beyond", slice, fed(5, 6), ints(-9, 2), ints(99, 99)));
    all.add(check("nothing", slice, fed(5, 6), ints(4), ints(2), ints(0)));
    return all;
  }

  private static List<OperatorCase> pads() {
    List<OperatorCase> all = new ArrayList<>();
    for (Pad.Mode mode : Pad.Mode.values()) {
      Pad pad = new Pad(mode);
      all.add(check(mode.name(), pad, fed(1, 2, 5, 4), ints(0, 0, 1, 2, 0, 0, 3, 2)));
      all.add(check(mode + " of an axis", pad, fed(2, 5, 4), ints(2, 1), ABSENT, ints(-2)));
    }
    Pad constant = new Pad(Pad.Mode.CONSTANT);
    all.add(check("filled", constant, fed(2, 3), ints(1, 0, 0, 2), scalar(7)));
    all.add(check("cropped", constant, fed(5, 6), ints(-1, 2, 1, -3)));
    return all;
  }

  private static List<OperatorCase> indexing() {
    List<OperatorCase> all = new ArrayList<>();
    Tensor negative = Tensor.of(ElementType.INT64, new long[] {2, 2}, new long[] {0, -1, 1, 2});
    all.add(check("matrix of indices", new Gather(1), fed(2, 3, 4), held(negative)));
    all.add(check("scalar index", new Gather(-1), fed(2, 3, 4), held(Tensor.scalar(2))));
    all.add(check("rows", new GatherElements(0), fed(3, 4), fed(indices(3, 2, 4))));
    all.add(check("columns", new GatherElements(-1), fed(3, 4), fed(indices(4, 3, 2))));
    all.add(check("slices", new GatherND(0), fed(3, 4, 5), fed(indices(3, 6, 2))));
    all.add(check("in batches", new GatherND(1), fed(2, 4, 5), fed(indices(4, 2, 3, 1))));
    all.add(check("last axis", new OneHot(-1), fed(indices(4, 2, 3)), ints(5), held(pair())));
    all.add(
        check("first axis", new OneHot(0), fed(Tensor.ofInts(1, -1, 9)), ints(4), held(pair())));
    all.add(check("upper", new Trilu(true), fed(2, 4, 5)));
    all.add(check("lower", new Trilu(false), fed(4, 5), held(Tensor.scalar(-1))));
    return all;
  }

  private static Tensor pair() {
    return Tensor.ofFloats(new long[] {2}, -1, 3);
  }

  private static List<OperatorCase> scattering() {
    List<OperatorCase> all = new ArrayList<>();
    Tensor tuples = Tensor.of(ElementType.INT64, new long[] {3, 1}, new long[] {1, 3, 1});
    Tensor places = Tensor.of(ElementType.INT64, new long[] {2, 2}, new long[] {0, 1, 2, -1});
    all.add(
        check("elements", new ScatterND(ScatterReduction.NONE), fed(3, 4), held(places), fed(2)));
    for (ScatterReduction reduction : ScatterReduction.values()) {
      if (reduction != ScatterReduction.NONE) {
        all.add(
            check(reduction.name(), new ScatterND(reduction), fed(4, 3), held(tuples), fed(3, 3)));
      }
      all.add(
          check(
              reduction.name(),
              new ScatterElements(1, reduction),
              fed(3, 5),
              held(Tensor.of(ElementType.INT64, new long[] {2, 2}, new long[] {0, 3, -1, 1})),
              fed(2, 2)));
    }
    return all;
  }

  private static List<OperatorCase> made() {
    List<OperatorCase> all = new ArrayList<>();
    Tensor seven = Tensor.of(ElementType.INT64, new long[] {1}, new long[] {7});
    all.add(check("", new ConstantOfShape(seven), fed(Tensor.ofInts(2, 3))));
    all.add(
        check(
            "of integers",
            new Range(),
            fed(Tensor.scalar(7)),
            fed(Tensor.scalar(-4)),
            fed(Tensor.scalar(-3))));
    all.add(check("of floats", new Range(), scalar(0.5), scalar(3), scalar(0.25)));
    return all;
  }
}
