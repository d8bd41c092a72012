package io.repconv.converter.torchscript.value;

/**
 * Where in a program an operation stands.
 *
 * @param module path of the module instance, {@code stage1.0.dense}; empty for the model itself
 * @param className its class, {@code Conv2d}
 * @param file source file inside the archive
 * @param line counted from 1; 0 where there are no lines
 */
public record Place(String module, String className, String file, int line) {
  /** {@code stage1.0.dense (Conv2d), code/__torch__/blocks.py:12}. */
  @Override
  public String toString() {
    String owner = module.isEmpty() ? className : module + " (" + className + ")";
    return owner + ", " + file + (line == 0 ? "" : ":" + line);
  }
}
