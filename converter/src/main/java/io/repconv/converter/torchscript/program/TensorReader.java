package io.repconv.converter.torchscript.program;

import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.pickle.StorageRef;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads tensors from the data folder: mapped where they are contiguous, gathered where they are
 * strided.
 */
public final class TensorReader {
  private static final int MAX_RANK = 64;

  /** A strided tensor is copied, and a stride of 0 makes a large one of a small file. */
  private static final long MAX_EXPANDED = 64L << 20;

  private final Path path;
  private final Function<String, ByteBuffer> storages;
  private final ByteOrder order;
  private final Map<TensorRef, Tensor> tensors = new HashMap<>();

  public TensorReader(TorchArchive archive) {
    this(archive.path(), archive::bytes, archive.byteOrder());
  }

  /**
   * A reader of another container.
   *
   * @param path the file, for messages
   * @param storages the bytes of a storage, by {@code folder/key}
   */
  public TensorReader(Path path, Function<String, ByteBuffer> storages, ByteOrder order) {
    this.path = path;
    this.storages = storages;
    this.order = order;
  }

  /**
   * The tensor of a file.
   *
   * @param folder where its storage lies, such as {@code data} or {@code constants}
   * @param name the parameter's name, for messages
   * @throws RepconvException CORRUPT where the tensor reaches outside its storage, TOO_LARGE,
   *     NOT_A_NUMBER where it holds NaN
   */
  public Tensor read(TensorRef ref, String folder, String name) {
    Tensor known = tensors.get(ref);
    if (known == null) {
      known = load(ref, folder + "/" + ref.storage().key(), name);
      if (folder.equals("data")) {
        tensors.put(ref, known);
      }
    }
    return known;
  }

  private Tensor load(TensorRef ref, String entry, String name) {
    ByteBuffer storage = storages.apply(entry);
    int width = ref.storage().type().bytes();
    requireInside(ref, storage.remaining() / width, name);
    long[] sizes = ref.sizes().stream().mapToLong(Long::longValue).toArray();
    int count = Math.toIntExact(Tensor.elements(sizes));
    int start = Math.toIntExact(ref.offset() * width);
    ByteBuffer bytes =
        isContiguous(ref) && (order == ByteOrder.LITTLE_ENDIAN || width == 1)
            ? storage.slice(start, count * width)
            : gathered(ref, storage, count);
    Tensor tensor = Tensor.stored(ref.storage().type(), sizes, bytes);
    FiniteNumbers.requireNoNan(tensor, name);
    return tensor;
  }

  private void requireInside(TensorRef ref, long available, String name) {
    StorageRef storage = ref.storage();
    boolean wellFormed =
        ref.sizes().size() == ref.strides().size()
            && ref.sizes().size() <= MAX_RANK
            && ref.offset() >= 0
            && areWithin(ref.sizes(), Integer.MAX_VALUE)
            && areWithin(ref.strides(), Long.MAX_VALUE);
    if (!wellFormed) {
      throw corrupt(name, "sizes %s, strides %s".formatted(ref.sizes(), ref.strides()));
    }
    double elements = 1;
    double last = ref.offset();
    for (int i = 0; i < ref.sizes().size(); i++) {
      elements *= ref.sizes().get(i);
      last += Math.max(0, ref.sizes().get(i) - 1) * (double) ref.strides().get(i);
    }
    if (elements > 0 && last >= Math.min(available, storage.elements())) {
      throw corrupt(
          name,
          "element %.0f of a storage of %d"
              .formatted(last, Math.min(available, storage.elements())));
    }
    double limit = isContiguous(ref) ? Integer.MAX_VALUE : Math.max(MAX_EXPANDED, 8.0 * available);
    if (elements * storage.type().bytes() > limit) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(name)
          .observed("a tensor of %.0f elements".formatted(elements))
          .expected("at most %.0f bytes".formatted(limit))
          .build();
    }
  }

  private static boolean areWithin(List<Long> numbers, long most) {
    for (long number : numbers) {
      if (number < 0 || number > most) {
        return false;
      }
    }
    return true;
  }

  private RepconvException corrupt(String name, String observed) {
    return RepconvException.of(ErrorCode.CORRUPT)
        .at(path + ", " + name)
        .observed("a tensor with " + observed)
        .expected("one that lies inside its storage")
        .build();
  }

  private static boolean isContiguous(TensorRef ref) {
    long expected = 1;
    for (int axis = ref.sizes().size() - 1; axis >= 0; axis--) {
      if (ref.sizes().get(axis) != 1 && ref.strides().get(axis) != expected) {
        return false;
      }
      expected *= ref.sizes().get(axis);
    }
    return true;
  }

  /** The elements in row-major order and little-endian, copied one by one. */
  private ByteBuffer gathered(TensorRef ref, ByteBuffer storage, int count) {
    int width = ref.storage().type().bytes();
    ByteBuffer to = ByteBuffer.allocate(count * width);
    List<Long> sizes = ref.sizes();
    long[] index = new long[sizes.size()];
    boolean swap = order == ByteOrder.BIG_ENDIAN;
    for (int i = 0; i < count; i++) {
      long at = ref.offset();
      for (int axis = 0; axis < index.length; axis++) {
        at += index[axis] * ref.strides().get(axis);
      }
      for (int b = 0; b < width; b++) {
        to.put(storage.get(Math.toIntExact(at * width + (swap ? width - 1 - b : b))));
      }
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == sizes.get(axis); axis--) {
        index[axis] = 0;
      }
    }
    return to.flip();
  }
}
