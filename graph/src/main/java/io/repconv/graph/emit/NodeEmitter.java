package io.repconv.graph.emit;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.LinearSize;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds nodes to a graph under the names and the origin of the module that they belong to. Sizes
 * become constants, or nodes that compute them from the shapes of the inputs.
 */
public final class NodeEmitter {
  private final GraphBuilder builder;
  private final Map<String, Value> sizes = new HashMap<>();
  private final Map<List<Long>, Value> vectors = new HashMap<>();
  private final Map<String, SizeSource> sizeSources = new HashMap<>();
  private String module = "";

  /** The axis whose size is an expression from which a symbol can be told. */
  private record SizeSource(Value input, int axis, LinearSize size) {}

  public NodeEmitter(GraphBuilder builder) {
    this.builder = builder;
  }

  /** Nodes added from now on belong to this module, a dotted path; empty for the whole network. */
  public void moveTo(String path) {
    this.module = path;
  }

  /** Declares an input; the sizes it leaves open are known from then on. */
  public Value input(String name, ElementType type, Shape shape) {
    Value input = builder.input(name, type, shape);
    for (int axis = 0; axis < shape.rank(); axis++) {
      LinearSize size = LinearSize.of(shape.dim(axis)).orElse(null);
      if (size != null) {
        sizeSources.merge(size.symbol(), new SizeSource(input, axis, size), NodeEmitter::simpler);
      }
    }
    return input;
  }

  /** The first, unless only the second is the symbol itself. */
  private static SizeSource simpler(SizeSource known, SizeSource other) {
    boolean better = other.size().isSymbol() && !known.size().isSymbol();
    return better ? other : known;
  }

  public Value emit(String op, Attributes attributes, Value... inputs) {
    return emitAll(op, attributes, 1, Arrays.asList(inputs)).get(0);
  }

  public Value emit(String op, Value... inputs) {
    return emit(op, Attributes.NONE, inputs);
  }

  /** Adds a node with any number of inputs and outputs. */
  public List<Value> emitAll(String op, Attributes attributes, int outputs, List<Value> inputs) {
    Op operator =
        Vocabulary.operator(op, attributes)
            .orElseThrow(() -> new IllegalStateException(op + " is not in the vocabulary"));
    return add(operator, outputs, inputs);
  }

  /** Adds a node with one output. */
  public Value emit(Op op, Value... inputs) {
    return add(op, 1, Arrays.asList(inputs)).get(0);
  }

  private List<Value> add(Op op, int outputs, List<Value> inputs) {
    List<String> names = Collections.nCopies(outputs, named(op.name()));
    return builder.addAll(op, inputs, Origin.of(module), "", names);
  }

  private String named(String last) {
    return module.isEmpty() ? last : module + "." + last;
  }

  public Value constant(Tensor tensor) {
    return builder.constant(named("constant"), tensor);
  }

  public Value constant(String name, Tensor tensor) {
    return builder.constant(name, tensor);
  }

  /** An int64 vector; equal ones are one constant. */
  public Value ints(long... values) {
    List<Long> key = Arrays.stream(values).boxed().toList();
    return vectors.computeIfAbsent(key, k -> builder.constant("ints", Tensor.ofInts(values)));
  }

  public Value ints(List<Long> values) {
    return ints(values.stream().mapToLong(Long::longValue).toArray());
  }

  /** The same numbers in another type. */
  public Value cast(Value value, ElementType type) {
    return value.element() == type
        ? value
        : emit("Cast", Attributes.NONE.with("to", (long) type.code()), value);
  }

  /** An int64 vector of sizes, computed in the graph where they are symbolic. */
  public Value vector(List<Dim> dims) {
    if (dims.stream().allMatch(Dim::isConstant)) {
      return ints(dims.stream().map(Dim::value).toList());
    }
    List<Value> parts = new ArrayList<>();
    List<Long> known = new ArrayList<>();
    for (Dim dim : dims) {
      if (dim.isConstant()) {
        known.add(dim.value());
      } else {
        flush(known, parts);
        parts.add(size(dim));
      }
    }
    flush(known, parts);
    return parts.size() == 1
        ? parts.get(0)
        : emitAll("Concat", Attributes.NONE.with("axis", 0L), 1, parts).get(0);
  }

  private void flush(List<Long> known, List<Value> parts) {
    if (!known.isEmpty()) {
      parts.add(ints(known));
      known.clear();
    }
  }

  /** A size as an int64 vector of one element. */
  public Value size(Dim dim) {
    Value made = sizes.get(dim.toString());
    if (made == null) {
      made = dim.in(new SizeNodes());
      sizes.put(dim.toString(), made);
    }
    return made;
  }

  /** Sizes as nodes: the shape of an input, a gather, and integer arithmetic. */
  private final class SizeNodes implements Dim.Algebra<Value> {
    @Override
    public Value constant(long value) {
      return ints(value);
    }

    @Override
    public Value symbol(String name) {
      SizeSource source = sizeSources.get(name);
      if (source == null) {
        throw new IllegalStateException("no input has the size " + name);
      }
      Value shape = emit("Shape", source.input());
      Value size = emit("Gather", shape, ints(source.axis()));
      if (source.size().isSymbol()) {
        return size;
      }
      Value multiple = emit("Add", size, ints(-source.size().offset()));
      return emit("Div", multiple, ints(source.size().factor()));
    }

    @Override
    public Value sum(Value left, Value right) {
      return emit("Add", left, right);
    }

    @Override
    public Value product(Value left, Value right) {
      return emit("Mul", left, right);
    }

    /** Integer Div truncates; a Dim's numerators are not negative. */
    @Override
    public Value floorDiv(Value numerator, long denominator) {
      return emit("Div", numerator, ints(denominator));
    }
  }
}
