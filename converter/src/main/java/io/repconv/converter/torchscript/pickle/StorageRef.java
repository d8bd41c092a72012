package io.repconv.converter.torchscript.pickle;

import io.repconv.graph.ElementType;

/**
 * The flat array behind one or more tensors.
 *
 * @param key its entry in the archive's data folder
 * @param elements how many elements of {@code type} it holds
 */
public record StorageRef(ElementType type, String key, long elements) {
  // A record's own is linked when it first runs: longer than all hashing here takes.
  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Long.hashCode(elements);
  }
}
