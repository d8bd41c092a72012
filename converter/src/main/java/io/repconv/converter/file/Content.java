package io.repconv.converter.file;

import io.repconv.graph.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a file will hold: bytes, and tensors whose bytes are made while they are written. All places
 * are known beforehand, so a file is written on all processors, each with no more than a few blocks
 * in memory.
 */
public final class Content {
  private static final int BLOCK_BYTES = 1 << 20;

  private final List<Part> parts = new ArrayList<>();

  /** Where a thread makes one block after the other. */
  private final ThreadLocal<ByteBuffer> block =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BLOCK_BYTES));

  private long size;

  /**
   * A block of the file.
   *
   * @param tensor null where {@code bytes} is the block
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(
      long offset,
      byte[] bytes,
      @org.jspecify.annotations.Nullable Tensor tensor,
      int from,
      int to) {
    /**
     * @param block for what has to be made, if it is large enough
     */
    ByteBuffer content(ByteBuffer block) {
      if (tensor == null) {
        return ByteBuffer.wrap(bytes);
      }
      if (!tensor.isExtended() || (long) (to - from) * tensor.type().bytes() > block.capacity()) {
        return tensor.bytes(from, to);
      }
      tensor.put(block.clear().order(ByteOrder.LITTLE_ENDIAN), from, to);
      return block.flip();
    }
  }

  /** How many bytes there are. */
  public long size() {
    return size;
  }

  /** Appends bytes. */
  public void add(byte[] bytes) {
    parts.add(new Part(size, bytes, null, 0, 0));
    size += bytes.length;
  }

  /** Appends the little-endian bytes of a tensor, in blocks of whole rows. */
  public void add(Tensor tensor) {
    int width = tensor.type().bytes();
    int row = tensor.rank() == 0 ? 1 : tensor.size() / (int) Math.max(1, tensor.dim(0));
    int step = row * Math.max(1, BLOCK_BYTES / Math.max(1, row * width));
    int from = 0;
    while (from < tensor.size()) {
      int to = from + Math.min(step, tensor.size() - from);
      parts.add(new Part(size, new byte[0], tensor, from, to));
      size += (long) (to - from) * width;
      from = to;
    }
  }

  /** Appends zeros up to a multiple of {@code alignment}. */
  public void align(int alignment) {
    add(new byte[(int) (-size & (alignment - 1))]);
  }

  /**
   * Writes a new file on all processors.
   *
   * @throws IOException where it cannot be written
   */
  public void writeTo(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      // Each processor takes the next block: those of one layer can take as long as all others.
      AtomicInteger next = new AtomicInteger();
      IntStream.range(0, Runtime.getRuntime().availableProcessors())
          .parallel()
          .forEach(processor -> writeFrom(next, channel));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void writeFrom(AtomicInteger next, FileChannel channel) {
    for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
      write(parts.get(i), channel);
    }
  }

  private void write(Part part, FileChannel channel) {
    ByteBuffer content = part.content(block.get());
    try {
      for (long at = part.offset(); content.hasRemaining(); ) {
        at += channel.write(content, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the bytes one after the other. */
  public void writeTo(OutputStream out) throws IOException {
    for (Part part : parts) {
      ByteBuffer content = part.content(block.get());
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      out.write(bytes);
    }
  }
}
