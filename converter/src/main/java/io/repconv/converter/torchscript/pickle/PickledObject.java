package io.repconv.converter.torchscript.pickle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a class that was never loaded: its name and its attributes. Compared by identity.
 */
public final class PickledObject {
  private final String className;
  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

  PickledObject(String className) {
    this.className = className;
  }

  /** {@code __torch__.torch.nn.modules.conv.Conv2d}. */
  public String className() {
    return className;
  }

  /** The attributes in the order in which they were saved. */
  public Map<String, @Nullable Object> attributes() {
    return attributes;
  }
}
