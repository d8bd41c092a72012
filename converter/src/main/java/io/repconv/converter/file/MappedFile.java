package io.repconv.converter.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.HashMap;
import java.util.Map;

/**
 * Slices of a file that is mapped in few large windows: a model has tens of thousands of tensors
 * and an operating system fewer mappings. Slices stay valid after the channel is closed.
 */
public final class MappedFile {
  private static final long STEP = 1L << 30;

  private final FileChannel channel;
  private final long size;
  private final Map<Long, ByteBuffer> windows = new HashMap<>();

  public MappedFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** The size of the file when it was mapped. */
  public long size() {
    return size;
  }

  /** A read-only slice; {@code length} is at most 2^31 - 1. */
  public synchronized ByteBuffer slice(long offset, long length) throws IOException {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IOException("bytes %d to %d of %d".formatted(offset, offset + length, size));
    }
    if (length > Integer.MAX_VALUE - STEP) {
      return channel.map(MapMode.READ_ONLY, offset, length);
    }
    long index = offset / STEP;
    ByteBuffer window = windows.get(index);
    if (window == null) {
      long start = index * STEP;
      window = channel.map(MapMode.READ_ONLY, start, Math.min(size - start, Integer.MAX_VALUE));
      windows.put(index, window);
    }
    return window.slice((int) (offset - index * STEP), (int) length);
  }
}
