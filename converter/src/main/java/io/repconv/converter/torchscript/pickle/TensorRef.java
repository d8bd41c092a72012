package io.repconv.converter.torchscript.pickle;

import java.util.List;

/**
 * A tensor as strides over a storage: element (i, j, …) lies at {@code offset + i * strides[0] + j
 * * strides[1] + …}.
 *
 * @param offset the first element, counted in elements
 */
public record TensorRef(StorageRef storage, long offset, List<Long> sizes, List<Long> strides) {
  // A record's own is linked when it first runs: longer than all hashing here takes.
  @Override
  public int hashCode() {
    int place = 31 * storage.hashCode() + Long.hashCode(offset);
    return 31 * (31 * place + sizes.hashCode()) + strides.hashCode();
  }
}
