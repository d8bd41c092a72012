package io.repconv.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The dimensions of a tensor, or {@link #UNRANKED} where not even their count is known. */
public final class Shape {
  /** Nothing is known, as of an output of an op that is not modelled. */
  public static final Shape UNRANKED = new Shape(List.of(), false);

  public static final Shape SCALAR = new Shape(List.of(), true);

  private final List<Dim> dims;
  private final boolean ranked;

  private Shape(List<Dim> dims, boolean ranked) {
    this.dims = dims;
    this.ranked = ranked;
  }

  public static Shape of(List<Dim> dims) {
    return new Shape(List.copyOf(dims), true);
  }

  public static Shape of(long... dims) {
    List<Dim> numbers = new ArrayList<>(dims.length);
    for (long dim : dims) {
      numbers.add(Dim.of(dim));
    }
    return of(numbers);
  }

  /**
   * Parses {@code [N, 3, floor((H + 1)/2), W]}; commas separate, brackets may be left out; {@code
   * ?} is unranked.
   */
  public static Shape parse(String text) {
    String inner = text.strip();
    if (inner.equals("?")) {
      return UNRANKED;
    }
    if (inner.startsWith("[") && inner.endsWith("]")) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    return inner.isEmpty()
        ? SCALAR
        : of(Arrays.stream(inner.split(",")).map(DimText::parse).toList());
  }

  public boolean isRanked() {
    return ranked;
  }

  /** Whether the count of dimensions is known to be this. */
  public boolean hasRank(int rank) {
    return ranked && dims.size() == rank;
  }

  public int rank() {
    requireRanked();
    return dims.size();
  }

  public Dim dim(int axis) {
    requireRanked();
    return dims.get(axis < 0 ? axis + dims.size() : axis);
  }

  public List<Dim> dims() {
    requireRanked();
    return dims;
  }

  private void requireRanked() {
    if (!ranked) {
      throw new IllegalStateException("the shape is unknown");
    }
  }

  /** Whether every dimension is a number. */
  public boolean isStatic() {
    return ranked && dims.stream().allMatch(Dim::isConstant);
  }

  /** The dimensions as numbers; {@link #isStatic} must hold. */
  public long[] sizes() {
    return dims().stream().mapToLong(Dim::value).toArray();
  }

  /** The product of the dimensions. */
  public Dim elements() {
    Dim product = Dim.of(1);
    for (Dim dim : dims()) {
      product = product.times(dim);
    }
    return product;
  }

  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims());
    changed.set(axis < 0 ? axis + changed.size() : axis, dim);
    return of(changed);
  }

  /** The shape when symbols have these sizes. */
  public Shape bind(Map<String, Long> sizes) {
    return ranked ? of(dims.stream().map(d -> Dim.of(d.evaluate(sizes))).toList()) : this;
  }

  public Set<String> symbols() {
    return ranked
        ? dims.stream()
            .flatMap(d -> d.symbols().stream())
            .collect(Collectors.toCollection(TreeSet::new))
        : Collections.emptySet();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && ranked == shape.ranked && dims.equals(shape.dims);
  }

  @Override
  public int hashCode() {
    return dims.hashCode();
  }

  @Override
  public String toString() {
    return ranked
        ? dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"))
        : "?";
  }
}
