package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import io.repconv.graph.Op;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All modelled operators under ONNX's names: the one list that readers and the text form make
 * operators from.
 */
public final class Vocabulary {
  private static final Map<String, Function<Attributes, Op>> OPERATORS = new HashMap<>();

  static {
    OPERATORS.put("Conv", Conv::parse);
    OPERATORS.put("BatchNormalization", BatchNormalization::parse);
  }

  private Vocabulary() {}

  /**
   * The operator of this name with attributes in the form of {@link Op#VOCABULARY}, or empty where
   * it is not modelled.
   *
   * @throws IllegalArgumentException where an attribute has the wrong kind or an impossible value
   */
  public static Optional<Op> operator(String name, Attributes attributes) {
    return Optional.ofNullable(OPERATORS.get(name)).map(parser -> parser.apply(attributes));
  }
}
