package io.repconv.converter.torchscript.program;

import io.repconv.converter.torchscript.pickle.PickledObject;
import org.jspecify.annotations.Nullable;

/**
 * One module of the tree: its attributes and the path under which it was first reached.
 *
 * @param object the saved instance; a shared one has one path only
 * @param path {@code stage1.0.dense}, empty for the model itself
 */
public record ModuleInstance(PickledObject object, String path) {
  /** The class without package and mangling: {@code Conv2d}. */
  public String className() {
    String name = object.className();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The path of an attribute of this module. */
  public String pathOf(String attribute) {
    return path.isEmpty() ? attribute : path + "." + attribute;
  }

  public @Nullable Object attribute(String name) {
    return object.attributes().get(name);
  }
}
