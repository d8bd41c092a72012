package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All modelled operators under ONNX's names: the one list that readers and the text form make
 * operators from.
 *
 * <p>Of Dropout, MaxPool, BatchNormalization and LayerNormalization the first output is modelled. A
 * node of which more is read is not one of these.
 */
public final class Vocabulary {
  /** Makes an operator, or null where its attributes ask for what is not modelled. */
  private interface Parser {
    @Nullable Op parse(Attributes attributes);
  }

  private record Entry(String name, Parser parser) {}

  private static final Map<String, Parser> PARSERS =
      entries().stream().collect(Collectors.toUnmodifiableMap(Entry::name, Entry::parser));

  private Vocabulary() {}

  private static List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    all.addAll(windows());
    all.addAll(elementwise());
    all.addAll(layout());
    all.addAll(indexing());
    all.addAll(linear());
    all.addAll(reductions());
    return all;
  }

  private static List<Entry> windows() {
    return List.of(
        new Entry("Conv", Conv::parse),
        new Entry("ConvTranspose", ConvTranspose::parse),
        new Entry("AveragePool", AveragePool::parse),
        new Entry("MaxPool", MaxPool::parse),
        new Entry("GlobalAveragePool", attributes -> new GlobalAveragePool()),
        new Entry("GlobalMaxPool", attributes -> new GlobalMaxPool()),
        new Entry("Resize", Resize::parse),
        new Entry("GridSample", GridSample::parse));
  }

  private static List<Entry> elementwise() {
    List<Entry> all = new ArrayList<>();
    all.addAll(plain(Unary.ALL));
    all.addAll(plain(Binary.ALL));
    all.addAll(plain(Logical.ALL));
    all.addAll(plain(Comparison.ALL));
    all.addAll(
        plain(List.of(new Not(), new IsNaN(), new Pow(), new PRelu(), new Clip(), new Where())));
    all.addAll(
        List.of(
            new Entry("Mod", Mod::parse),
            new Entry("Cast", Cast::parse),
            new Entry("LeakyRelu", LeakyRelu::parse),
            new Entry("Elu", Elu::parse),
            new Entry("Selu", Selu::parse),
            new Entry("Celu", Celu::parse),
            new Entry("HardSigmoid", HardSigmoid::parse),
            new Entry("Gelu", Gelu::parse),
            new Entry("ThresholdedRelu", ThresholdedRelu::parse)));
    return all;
  }

  private static List<Entry> layout() {
    return List.of(
        new Entry("Identity", attributes -> new Identity()),
        new Entry("Dropout", attributes -> new Dropout()),
        new Entry("Shape", ShapeOf::parse),
        new Entry("Size", attributes -> new SizeOf()),
        new Entry("Reshape", Reshape::parse),
        new Entry("Flatten", Flatten::parse),
        new Entry("Squeeze", attributes -> new Squeeze()),
        new Entry("Unsqueeze", attributes -> new Unsqueeze()),
        new Entry("Transpose", Transpose::parse),
        new Entry("Concat", Concat::parse),
        new Entry("Split", Split::parse),
        new Entry("Slice", attributes -> new Slice()),
        new Entry("Expand", attributes -> new Expand()),
        new Entry("Tile", attributes -> new Tile()),
        new Entry("Pad", Pad::parse),
        new Entry("ConstantOfShape", ConstantOfShape::parse),
        new Entry("Range", attributes -> new Range()),
        new Entry("DepthToSpace", DepthToSpace::parse),
        new Entry("SpaceToDepth", SpaceToDepth::parse));
  }

  private static List<Entry> indexing() {
    return List.of(
        new Entry("Gather", Gather::parse),
        new Entry("GatherElements", GatherElements::parse),
        new Entry("GatherND", GatherND::parse),
        new Entry("ScatterND", ScatterND::parse),
        new Entry("ScatterElements", ScatterElements::parse),
        new Entry("OneHot", OneHot::parse),
        new Entry("Trilu", Trilu::parse));
  }

  private static List<Entry> linear() {
    return List.of(
        new Entry("Gemm", Gemm::parse),
        new Entry("MatMul", attributes -> new MatMul()),
        new Entry("Einsum", Einsum::parse));
  }

  private static List<Entry> reductions() {
    List<Entry> all = new ArrayList<>();
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      String name = new Reduce(kind, true).name();
      all.add(new Entry(name, attributes -> Reduce.parse(kind, attributes)));
    }
    all.addAll(
        List.of(
            new Entry("ArgMax", attributes -> ArgReduce.parse(true, attributes)),
            new Entry("ArgMin", attributes -> ArgReduce.parse(false, attributes)),
            new Entry("TopK", TopK::parse),
            new Entry("CumSum", CumSum::parse),
            new Entry("Softmax", Softmax::parse),
            new Entry("LogSoftmax", LogSoftmax::parse),
            new Entry("BatchNormalization", BatchNormalization::parse),
            new Entry("InstanceNormalization", InstanceNormalization::parse),
            new Entry("LayerNormalization", LayerNormalization::parse),
            new Entry("GroupNormalization", GroupNormalization::parse),
            new Entry("LpNormalization", LpNormalization::parse),
            new Entry("LRN", LRN::parse)));
    return all;
  }

  private static List<Entry> plain(List<? extends Op> operators) {
    return operators.stream().map(op -> new Entry(op.name(), attributes -> op)).toList();
  }

  /**
   * The operator of this name with attributes in the form of {@link Op#VOCABULARY}, or empty where
   * it is not modelled.
   *
   * @throws IllegalArgumentException where an attribute has the wrong kind or an impossible value
   */
  public static Optional<Op> operator(String name, Attributes attributes) {
    Parser parser = PARSERS.get(name);
    if (parser == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(parser.parse(attributes));
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException("an integer attribute beyond the range of 32 bits");
    }
  }
}
