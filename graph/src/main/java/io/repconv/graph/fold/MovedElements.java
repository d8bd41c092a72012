package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where each element of a moved value comes from. The nodes are run on integers that stand for
 * elements: n > 0 for the n-th of the source, 0 for zero, -n for the n-th distinct constant. Since
 * they only move elements, the result tells for each position which element it holds.
 *
 * <p>Open sizes are tried at several values that leave different remainders. The nodes' positions
 * are affine in the sizes and their numbers of padded positions fixed, so a frame seen at three
 * sizes of an axis is the frame at all.
 */
final class MovedElements {
  /** Elements of one tensor that are worth tracing. */
  private static final long MOST_ELEMENTS = 1 << 22;

  private static final int[] FIRST_SIZES = {16, 23, 37};

  /** A source must show more than its border. */
  private static final int LEAST_INTERIOR = 5;

  private final Value source;
  private final List<Node> nodes;
  private final Value result;
  private final Map<Double, Long> codes = new HashMap<>();
  private final List<Double> constants = new ArrayList<>();

  MovedElements(Value source, List<Node> nodes, Value result) {
    this.source = source;
    this.nodes = nodes;
    this.result = result;
  }

  /**
   * The result is the source with a border of one constant per channel.
   *
   * @param amounts positions before each spatial axis, and behind
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int[][] amounts, double[] fill) {
    boolean sameAs(Frame other) {
      return Arrays.deepEquals(amounts, other.amounts) && Arrays.equals(fill, other.fill);
    }
  }

  /**
   * The frame, or empty where the nodes do something else.
   *
   * @throws NotOneConvolution where it is a frame whose border holds different numbers within a
   *     channel
   */
  Optional<Frame> frame() throws NotOneConvolution {
    Optional<Frame> agreed = Optional.empty();
    boolean open = !source.shape().isStatic() || !result.shape().isStatic();
    for (int first : open ? FIRST_SIZES : new int[] {1}) {
      Optional<Map<String, Long>> sizes = sizes(first);
      if (sizes.isEmpty()) {
        return Optional.empty();
      }
      Optional<Frame> frame = frameAt(sizes.get());
      if (frame.isEmpty() || (agreed.isPresent() && !agreed.get().sameAs(frame.get()))) {
        return Optional.empty();
      }
      agreed = frame;
    }
    return agreed;
  }

  /** A size for every symbol, grown until every spatial axis of the source has an interior. */
  private Optional<Map<String, Long>> sizes(int first) {
    Set<String> symbols = new TreeSet<>(source.shape().symbols());
    symbols.addAll(result.shape().symbols());
    nodes.forEach(node -> node.inputs().forEach(input -> collectSymbols(input, symbols)));
    for (int scale = 1; scale <= 1 << 10; scale *= 2) {
      Map<String, Long> sizes = new HashMap<>();
      long size = (long) first * scale;
      for (String symbol : symbols) {
        sizes.put(symbol, size);
        size += 3;
      }
      source.shape().dim(0).symbols().forEach(batch -> sizes.put(batch, 2L));
      Shape shape = source.shape().bind(sizes);
      if (shape.dims().stream().skip(2).allMatch(d -> d.value() >= LEAST_INTERIOR)) {
        return shape.elements().value() <= MOST_ELEMENTS ? Optional.of(sizes) : Optional.empty();
      }
      if (symbols.isEmpty()) {
        return Optional.of(sizes);
      }
    }
    return Optional.empty();
  }

  private static void collectSymbols(Value value, Set<String> symbols) {
    symbols.addAll(value.shape().symbols());
    List<Dim> integers = value.integers();
    if (integers != null) {
      integers.forEach(integer -> symbols.addAll(integer.symbols()));
    }
  }

  private Optional<Frame> frameAt(Map<String, Long> sizes) throws NotOneConvolution {
    Map<Value, Tensor> traced = new HashMap<>();
    long[] from = source.shape().bind(sizes).sizes();
    long[] positions = new long[Math.toIntExact(Tensor.elements(from))];
    Arrays.setAll(positions, i -> i + 1L);
    traced.put(source, Tensor.of(ElementType.INT64, from, positions));
    for (Node node : nodes) {
      List<Tensor> inputs = new ArrayList<>();
      for (Value input : node.inputs()) {
        inputs.add(traced.computeIfAbsent(input, value -> known(value, sizes)));
      }
      long elements = 0;
      for (Value output : node.outputs()) {
        Shape shape = output.shape();
        elements = shape.isRanked() ? shape.bind(sizes).elements().value() : Long.MAX_VALUE;
        if (elements > MOST_ELEMENTS) {
          return Optional.empty();
        }
      }
      List<Tensor> outputs = node.op().evaluate(inputs);
      for (int i = 0; i < outputs.size(); i++) {
        traced.put(node.outputs().get(i), outputs.get(i));
      }
    }
    Tensor moved = traced.get(result);
    return moved == null || moved.rank() != from.length
        ? Optional.empty()
        : read(from, moved.dims(), moved.longs());
  }

  private Tensor known(Value value, Map<String, Long> sizes) {
    if (value.isAbsent()) {
      return Tensor.absent();
    }
    List<Dim> integers = value.integers();
    if (integers != null) {
      long[] numbers = integers.stream().mapToLong(d -> d.evaluate(sizes)).toArray();
      return Tensor.of(value.element(), value.shape().sizes(), numbers);
    }
    Tensor constant = value.constant();
    if (constant == null) {
      throw new IllegalStateException(value + " is not known");
    }
    if (!constant.type().isFloating()) {
      return constant;
    }
    double[] values = constant.doubles();
    long[] coded = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      coded[i] = code(values[i]);
    }
    return Tensor.of(ElementType.INT64, constant.dims(), coded);
  }

  private long code(double value) {
    if (value == 0) {
      return 0;
    }
    return codes.computeIfAbsent(
        value,
        v -> {
          constants.add(v);
          return (long) -constants.size();
        });
  }

  private Optional<Frame> read(long[] from, long[] to, long[] moved) throws NotOneConvolution {
    int axes = from.length - 2;
    int corner = -1;
    for (int i = 0; i < moved.length && corner < 0; i++) {
      corner = moved[i] == 1 ? i : -1;
    }
    if (corner < 0 || from[0] != to[0] || from[1] != to[1]) {
      return Optional.empty();
    }
    int[][] amounts = new int[2][axes];
    int rest = corner;
    for (int axis = axes - 1; axis >= 0; axis--) {
      amounts[0][axis] = (int) (rest % to[axis + 2]);
      amounts[1][axis] = (int) (to[axis + 2] - from[axis + 2]) - amounts[0][axis];
      rest /= (int) to[axis + 2];
    }
    Optional<long[]> fill = fill(from, to, moved, amounts[0]);
    return fill.map(
        codes -> new Frame(amounts, Arrays.stream(codes).mapToDouble(this::value).toArray()));
  }

  /** The code that each channel's border holds, empty where something else is not in its place. */
  private Optional<long[]> fill(long[] from, long[] to, long[] moved, int[] before)
      throws NotOneConvolution {
    long[] fill = new long[(int) from[1]];
    boolean[] filled = new boolean[fill.length];
    int last = to.length - 1;
    int width = (int) to[last];
    int first = before[last - 2];
    int channelRows = plane(to) / width;
    for (int row = 0; row < moved.length / width; row++) {
      long start = sourceAt(row, from, to, before);
      int channel = (int) (row / channelRows % to[1]);
      for (int i = 0; i < width; i++) {
        long code = moved[row * width + i];
        boolean inside = start > 0 && i >= first && i < first + from[last];
        if (inside ? code != start + i - first : code > 0) {
          return Optional.empty();
        }
        if (!inside) {
          requireSame(channel, filled[channel] ? fill[channel] : code, code);
          fill[channel] = code;
          filled[channel] = true;
        }
      }
    }
    return Optional.of(fill);
  }

  private void requireSame(int channel, long earlier, long code) throws NotOneConvolution {
    if (earlier != code) {
      throw new NotOneConvolution(
          "the border of channel %d holds different numbers (%s and %s)"
              .formatted(channel, value(earlier), value(code)));
    }
  }

  /** The constant that a code stands for. */
  private double value(long code) {
    return code == 0 ? 0 : constants.get((int) -code - 1);
  }

  private static int plane(long[] dims) {
    int plane = 1;
    for (int axis = 2; axis < dims.length; axis++) {
      plane *= (int) dims[axis];
    }
    return plane;
  }

  /**
   * The code of the source's first element in a row along the last axis of a framed result, 0 where
   * the row is border alone.
   */
  private static long sourceAt(int row, long[] from, long[] to, int[] before) {
    int last = to.length - 1;
    long code = 0;
    long scale = from[last];
    int rest = row;
    for (int axis = last - 1; axis >= 0; axis--) {
      long i = rest % to[axis] - (axis < 2 ? 0 : before[axis - 2]);
      rest /= (int) to[axis];
      if (i < 0 || i >= from[axis]) {
        return 0;
      }
      code += i * scale;
      scale *= from[axis];
    }
    return code + 1;
  }

  /** The nodes in an order in which each comes after those it reads. */
  static List<Node> ordered(List<Node> nodes) {
    Set<Node> left = new HashSet<>(nodes);
    List<Node> ordered = new ArrayList<>();
    Map<Value, Node> producers = new HashMap<>();
    nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
    for (Node node : nodes) {
      place(node, producers, left, ordered);
    }
    return ordered;
  }

  private static void place(
      Node node, Map<Value, Node> producers, Set<Node> left, List<Node> ordered) {
    if (left.remove(node)) {
      for (Value input : node.inputs()) {
        Node producer = producers.get(input);
        if (producer != null) {
          place(producer, producers, left, ordered);
        }
      }
      ordered.add(node);
    }
  }
}
