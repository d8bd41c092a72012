package io.repconv.converter.torchscript.pickle;

import java.util.List;

/**
 * A tensor as strides over a storage: element (i, j, …) lies at {@code offset + i * strides[0] + j
 * * strides[1] + …}.
 *
 * @param offset the first element, counted in elements
 */
public record TensorRef(StorageRef storage, long offset, List<Long> sizes, List<Long> strides) {}
