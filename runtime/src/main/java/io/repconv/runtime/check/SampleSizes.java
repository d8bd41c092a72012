package io.repconv.runtime.check;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.op.WindowExtent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The numbers that samples put for the sizes a graph leaves open. Large enough that every window
 * has a position that reads no padding (at 1x1 a padded 3x3 shows only its centre), never square,
 * and not all of the same residue modulo the total stride:
 *
 * <ol>
 *   <li>a batch of 2, multiples of the total stride;
 *   <li>a batch of 1, odd sizes that are no multiples of it;
 *   <li>then what may be tried where the model cannot take one of these: sizes it was seen with,
 *       and larger ones that more networks can divide.
 * </ol>
 */
public final class SampleSizes {
  private static final long LARGEST = 4096;

  private final Set<Interior> interiors = new LinkedHashSet<>();
  private final Set<Dim> dims = new LinkedHashSet<>();
  private final Set<String> batch = new TreeSet<>();
  private final Set<String> spatial = new TreeSet<>();
  private final Map<String, Long> bound;
  private final boolean everythingKnown;

  /** One axis of a window, which an input of this size has to have room for. */
  private record Interior(Dim size, WindowExtent window, int axis) {}

  /**
   * @param bound sizes the user wants for some symbols
   */
  public SampleSizes(Graph graph, Map<String, Long> bound) {
    this.bound = bound;
    graph.inputs().forEach(this::addSymbols);
    spatial.removeAll(batch);
    boolean known = true;
    for (Node node : graph.nodes()) {
      WindowExtent.of(node).ifPresent(window -> addWindow(node.input(0).shape(), window));
      for (Value output : node.outputs()) {
        known &= output.shape().isRanked();
        if (output.shape().isRanked()) {
          output.shape().dims().stream().filter(dim -> !dim.isConstant()).forEach(dims::add);
        }
      }
    }
    this.everythingKnown = known;
  }

  private void addWindow(Shape input, WindowExtent window) {
    for (int axis = 0; input.hasRank(window.axes() + 2) && axis < window.axes(); axis++) {
      Dim size = input.dim(axis + 2);
      if (!size.isConstant()) {
        interiors.add(new Interior(size, window, axis));
      }
    }
  }

  private void addSymbols(Value input) {
    int rank = input.shape().isRanked() ? input.shape().rank() : 0;
    for (int axis = 0; axis < rank; axis++) {
      (axis == 0 ? batch : spatial).addAll(input.shape().dim(axis).symbols());
    }
  }

  /** The choices to try in order; the first two are wanted, the others stand in for them. */
  public List<Map<String, Long>> candidates(List<Map<String, Long>> seen) {
    long stride = totalStride();
    long least = everythingKnown ? leastSize() : Math.max(64, leastSize());
    long multiple = (least + stride - 1) / stride * stride;
    List<Map<String, Long>> candidates = new ArrayList<>();
    add(candidates, 2, multiple, stride == 1 ? 1 : stride);
    add(candidates, 1, odd(least, stride), 2);
    for (Map<String, Long> sizes : seen) {
      Map<String, Long> withBatch = new HashMap<>(sizes);
      batch.forEach(symbol -> withBatch.putIfAbsent(symbol, 1L));
      add(candidates, withBatch);
    }
    for (long size : new long[] {multiple + 2 * stride, 64, 96, 128, 224, 256, 512}) {
      if (size >= least) {
        add(candidates, 1, size, Math.max(stride, 32));
      }
    }
    return candidates;
  }

  /** The first odd size of at least {@code least} that leaves a remainder. */
  private static long odd(long least, long stride) {
    long size = least % 2 == 0 ? least + 1 : least;
    return stride > 1 && size % stride == 0 ? size + 2 : size;
  }

  private void add(List<Map<String, Long>> candidates, long count, long first, long apart) {
    Map<String, Long> sizes = new HashMap<>();
    batch.forEach(symbol -> sizes.put(symbol, count));
    long size = first;
    for (String symbol : spatial) {
      sizes.put(symbol, size);
      size += apart;
    }
    add(candidates, sizes);
  }

  private void add(List<Map<String, Long>> candidates, Map<String, Long> sizes) {
    Map<String, Long> complete = new TreeMap<>(sizes);
    complete.putAll(bound);
    complete.keySet().retainAll(symbols());
    if (complete.keySet().equals(symbols()) && !candidates.contains(complete)) {
      candidates.add(complete);
    }
  }

  private Set<String> symbols() {
    Set<String> all = new TreeSet<>(batch);
    all.addAll(spatial);
    return all;
  }

  /** How many input positions lie between two of the coarsest values, along any open axis. */
  private long totalStride() {
    double most = 1;
    for (Dim dim : dims) {
      if (spatial.containsAll(dim.symbols())) {
        double size = dim.substitute(symbol -> Dim.of(LARGEST)).value();
        most = Math.max(most, LARGEST / Math.max(1, size));
      }
    }
    return Math.round(most);
  }

  private long leastSize() {
    long size = 1;
    while (size < LARGEST && !isEnough(size)) {
      size++;
    }
    return size;
  }

  private boolean isEnough(long size) {
    Map<String, Long> sizes = new HashMap<>();
    batch.forEach(symbol -> sizes.put(symbol, 1L));
    spatial.forEach(symbol -> sizes.put(symbol, size));
    return dims.stream().allMatch(dim -> at(dim, sizes) >= 1)
        && interiors.stream().allMatch(i -> i.window().hasInterior(i.axis(), at(i.size(), sizes)));
  }

  /** Sizes that depend on the content of tensors count as large enough. */
  private static long at(Dim dim, Map<String, Long> sizes) {
    return sizes.keySet().containsAll(dim.symbols()) ? dim.evaluate(sizes) : LARGEST;
  }
}
