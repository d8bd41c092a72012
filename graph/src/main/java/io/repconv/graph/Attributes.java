package io.repconv.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Named attributes of a node, as ONNX has them, in alphabetical order. Immutable. */
public final class Attributes {
  public static final Attributes NONE = new Attributes(new TreeMap<>());

  /** One attribute's value. */
  public sealed interface Attribute
      permits Int, Real, Text, Ints, Reals, Texts, Constant, Encoded {}

  public record Int(long value) implements Attribute {}

  /** A float32 attribute; the double holds the exact decimal given where one was. */
  public record Real(double value) implements Attribute {}

  public record Text(String value) implements Attribute {}

  public record Ints(List<Long> values) implements Attribute {}

  public record Reals(List<Double> values) implements Attribute {}

  public record Texts(List<String> values) implements Attribute {}

  public record Constant(Tensor value) implements Attribute {}

  /** Anything else (subgraphs, type protos), carried as the bytes it was read as. */
  public static final class Encoded implements Attribute {
    private final byte[] bytes;

    public Encoded(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Encoded encoded && Arrays.equals(bytes, encoded.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private final SortedMap<String, Attribute> byName;

  private Attributes(SortedMap<String, Attribute> byName) {
    this.byName = byName;
  }

  public static Attributes of(Map<String, ? extends Attribute> attributes) {
    return new Attributes(new TreeMap<>(attributes));
  }

  public Attributes with(String name, Attribute value) {
    SortedMap<String, Attribute> more = new TreeMap<>(byName);
    more.put(name, value);
    return new Attributes(more);
  }

  public Attributes with(String name, long value) {
    return with(name, new Int(value));
  }

  public Attributes with(String name, boolean value) {
    return with(name, new Int(value ? 1 : 0));
  }

  public Attributes with(String name, double value) {
    return with(name, new Real(value));
  }

  public Attributes with(String name, String value) {
    return with(name, new Text(value));
  }

  public Attributes with(String name, List<Long> values) {
    return with(name, new Ints(List.copyOf(values)));
  }

  public Attributes without(String name) {
    SortedMap<String, Attribute> less = new TreeMap<>(byName);
    less.remove(name);
    return new Attributes(less);
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  public Optional<Attribute> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Map<String, Attribute> asMap() {
    return Collections.unmodifiableSortedMap(byName);
  }

  public long integer(String name, long otherwise) {
    return find(name).map(a -> expect(Int.class, name, a).value()).orElse(otherwise);
  }

  public boolean flag(String name, boolean otherwise) {
    return integer(name, otherwise ? 1 : 0) != 0;
  }

  public double real(String name, double otherwise) {
    return find(name).map(a -> expect(Real.class, name, a).value()).orElse(otherwise);
  }

  public String text(String name, String otherwise) {
    return find(name).map(a -> expect(Text.class, name, a).value()).orElse(otherwise);
  }

  public List<Long> integers(String name, List<Long> otherwise) {
    return find(name).map(a -> expect(Ints.class, name, a).values()).orElse(otherwise);
  }

  private static <A extends Attribute> A expect(Class<A> kind, String name, Attribute actual) {
    if (!kind.isInstance(actual)) {
      throw new IllegalArgumentException(
          "attribute '%s' is a %s, expected %s"
              .formatted(name, actual.getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(actual);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes attributes && byName.equals(attributes.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.toString();
  }
}
