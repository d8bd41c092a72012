package io.repconv.converter.torchscript.aten;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All operators that are supported, by name. */
public final class AtenTable {
  private final Map<String, Lowering> lowerings = new HashMap<>();

  public AtenTable() {
    LayerOperators.addTo(this);
    MathOperators.addTo(this);
    TensorOperators.addTo(this);
    LanguageOperators.addTo(this);
  }

  /**
   * The lowering of an operator, null where it is not supported. A name that ends in an underscore
   * is the in-place form of the operator without it.
   *
   * @param name such as {@code aten::relu_}
   */
  public @Nullable Lowering find(String name) {
    Lowering lowering = lowerings.get(name);
    if (lowering == null && name.endsWith("_") && !name.endsWith("__")) {
      Lowering functional = lowerings.get(name.substring(0, name.length() - 1));
      return functional == null ? null : InPlaceOps.of(functional);
    }
    return lowering;
  }

  AtenTable op(String name, Lowering lowering) {
    lowerings.put(name, lowering);
    return this;
  }
}
