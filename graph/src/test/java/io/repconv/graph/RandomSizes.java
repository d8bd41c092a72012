package io.repconv.graph;

import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Comparison;
import io.repconv.graph.op.Concat;
import io.repconv.graph.op.ConstantOfShape;
import io.repconv.graph.op.Gather;
import io.repconv.graph.op.Mod;
import io.repconv.graph.op.Range;
import io.repconv.graph.op.ShapeOf;
import io.repconv.graph.op.Slice;
import io.repconv.graph.op.Squeeze;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Unsqueeze;
import io.repconv.graph.op.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Arithmetic on sizes as exporters write it: int64 vectors of a few elements. */
final class RandomSizes {
  private final RandomGraph graph;
  private final Random random;
  private final List<Value> vectors = new ArrayList<>();

  RandomSizes(RandomGraph graph, Random random, Value image) {
    this.graph = graph;
    this.random = random;
    vectors.add(graph.add(ShapeOf.ALL, image));
  }

  /** Every vector so far. */
  List<Value> all() {
    return vectors;
  }

  private Value pick() {
    return vectors.get(random.nextInt(vectors.size()));
  }

  /** One vector more. */
  void step(Value image) {
    Value v = pick();
    vectors.add(
        switch (random.nextInt(14)) {
          case 0, 1 -> graph.add(ShapeOf.ALL, image);
          case 2 -> graph.add(new Gather(0), v, graph.ints(-random.nextInt(2)));
          case 3 -> part(v);
          case 4 -> isShort(v) ? graph.add(new Concat(0), v, pick()) : v;
          case 5 -> graph.add(Binary.ADD, v, graph.ints(random.nextInt(5) - 2));
          case 6 -> graph.add(Binary.MUL, first(v), graph.ints(1 + random.nextInt(3)));
          case 7 -> graph.add(Binary.DIV, v, graph.ints(1 + random.nextInt(3)));
          case 8 -> graph.add(random.nextBoolean() ? Binary.MIN : Binary.MAX, v, first(pick()));
          case 9 -> graph.add(Binary.SUB, v, first(pick()));
          case 10 -> graph.add(new Mod(false), v, graph.ints(2 + random.nextInt(2)));
          case 11 -> chosen(v);
          case 12 ->
              graph.add(new Cast(ElementType.INT64), graph.add(new Cast(ElementType.INT32), v));
          default -> made(v);
        });
  }

  private static boolean isShort(Value v) {
    return v.shape().isStatic() && v.shape().elements().value() < 20;
  }

  private Value first(Value v) {
    return graph.add(new Slice(), v, graph.ints(0), graph.ints(1));
  }

  private Value part(Value v) {
    boolean backwards = random.nextInt(3) == 0;
    return backwards
        ? graph.add(new Slice(), v, graph.ints(-1), graph.ints(-9), graph.ints(0), graph.ints(-1))
        : graph.add(new Slice(), v, graph.ints(-2), graph.ints(Long.MAX_VALUE));
  }

  private Value chosen(Value v) {
    List<Comparison> all = List.of(Comparison.EQUAL, Comparison.LESS, Comparison.GREATER_OR_EQUAL);
    Value condition = graph.add(all.get(random.nextInt(3)), v, first(pick()));
    return graph.add(new Where(), condition, v, graph.add(Unary.NEG, v));
  }

  private Value made(Value v) {
    Value one = graph.add(new Squeeze(), first(v), graph.ints(0));
    return switch (random.nextInt(3)) {
      case 0 -> graph.add(new Unsqueeze(), one, graph.ints(-1));
      case 1 -> {
        Tensor seven = Tensor.of(ElementType.INT64, new long[] {1}, new long[] {7});
        yield graph.add(new ConstantOfShape(seven), graph.add(ShapeOf.ALL, v));
      }
      default -> {
        Value zero = graph.add(new Squeeze(), graph.ints(0));
        Value step = graph.add(new Squeeze(), graph.ints(1 + random.nextInt(2)));
        Value small = graph.add(Binary.ADD, zero, graph.add(new Squeeze(), graph.ints(6)));
        yield graph.add(new Range(), zero, small, step);
      }
    };
  }
}
