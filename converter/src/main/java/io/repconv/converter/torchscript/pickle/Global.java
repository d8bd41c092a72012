package io.repconv.converter.torchscript.pickle;

/** A name that a pickle refers to, such as {@code torch._utils} and {@code _rebuild_tensor_v2}. */
public record Global(String module, String name) {
  /** {@code torch._utils._rebuild_tensor_v2}. */
  public String qualified() {
    return module + "." + name;
  }

  @Override
  public String toString() {
    return qualified();
  }
}
