package io.repconv.converter.torchscript.aten;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All operators that are supported, by name. A lowering is made when its name is first asked for: a
 * model has few of them.
 */
public final class AtenTable {
  private final Map<String, Lowering> asked = new HashMap<>();

  /**
   * The lowering of an operator, null where it is not supported. A name that ends in an underscore
   * is the in-place form of the operator without it.
   *
   * @param name such as {@code aten::relu_}
   */
  public @Nullable Lowering find(String name) {
    return asked.computeIfAbsent(name, AtenTable::lowering);
  }

  private static @Nullable Lowering lowering(String name) {
    Lowering lowering = named(name);
    if (lowering == null && name.endsWith("_") && !name.endsWith("__")) {
      Lowering functional = named(name.substring(0, name.length() - 1));
      return functional == null ? null : InPlaceOps.of(functional);
    }
    return lowering;
  }

  private static @Nullable Lowering named(String name) {
    Lowering found = LayerOperators.find(name);
    found = found == null ? MathOperators.find(name) : found;
    found = found == null ? TensorOperators.find(name) : found;
    return found == null ? LanguageOperators.find(name) : found;
  }
}
