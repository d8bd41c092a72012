package io.repconv.converter.checkpoint;

import io.repconv.converter.file.MappedFile;
import io.repconv.converter.torchscript.pickle.StorageRef;
import io.repconv.converter.torchscript.pickle.TorchGlobals;
import io.repconv.converter.torchscript.pickle.Unpickler;
import io.repconv.converter.torchscript.program.TensorReader;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code torch.save} wrote before 1.6, and writes with {@code
 * _use_new_zipfile_serialization=False}: five pickles (a magic number, the protocol 1001, sizes of
 * the system, the object, the keys of its storages), then for each key in that order the number of
 * its elements in eight bytes and the elements, little-endian.
 *
 * @param root the object
 * @param reader of its tensors
 */
record LegacyStream(@Nullable Object root, TensorReader reader) {
  private static final long MAX_PICKLES = 256L << 20;
  private static final Long PROTOCOL = 1001L;
  private static final int COUNT_BYTES = 8;

  /**
   * Reads the pickles and finds the storages.
   *
   * @throws RepconvException as {@link Unpickler#unpickle}; CORRUPT and TRUNCATED where the
   *     storages are not those of the object
   */
  static LegacyStream read(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MappedFile file = new MappedFile(channel);
      ByteBuffer start = file.slice(0, Math.min(channel.size(), MAX_PICKLES));
      Map<String, StorageRef> mentioned = new HashMap<>();
      unpickle(path, start, mentioned);
      Object protocol = unpickle(path, start, mentioned);
      Object system = unpickle(path, start, mentioned);
      Object root = unpickle(path, start, mentioned);
      Object keys = unpickle(path, start, mentioned);
      if (!PROTOCOL.equals(protocol) || !isLittleEndian(system)) {
        throw CheckpointErrors.malformed(
            path,
            "protocol %s, system %s".formatted(protocol, system),
            "protocol 1001, little-endian");
      }
      if (!(keys instanceof List<?> ordered)) {
        throw CheckpointErrors.malformed(path, "no list of storages behind the object", "one");
      }
      Map<String, ByteBuffer> storages =
          storages(path, file, channel.size(), start.position(), ordered, mentioned);
      return new LegacyStream(
          root,
          new TensorReader(path, entry -> storage(path, storages, entry), ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw CheckpointErrors.unreadable(path, e);
    }
  }

  private static @Nullable Object unpickle(
      Path path, ByteBuffer bytes, Map<String, StorageRef> mentioned) {
    return Unpickler.unpickle(
        path.toString(),
        bytes,
        TorchGlobals::ofCheckpoint,
        storage -> mentioned.put(storage.key(), storage));
  }

  private static boolean isLittleEndian(@Nullable Object system) {
    return system instanceof Map<?, ?> sizes && Boolean.TRUE.equals(sizes.get("little_endian"));
  }

  private static Map<String, ByteBuffer> storages(
      Path path,
      MappedFile file,
      long size,
      long position,
      List<?> keys,
      Map<String, StorageRef> mentioned)
      throws IOException {
    Map<String, ByteBuffer> storages = new HashMap<>();
    long at = position;
    for (Object key : keys) {
      StorageRef storage = key instanceof String name ? mentioned.get(name) : null;
      if (storage == null || storages.containsKey(storage.key())) {
        throw corrupt(path, "storage '%s' in the list".formatted(key), "those of the object, once");
      }
      if (size - at < COUNT_BYTES) {
        throw CheckpointErrors.truncated(path, "the file ends before storage " + key, "all of it");
      }
      long elements = file.slice(at, COUNT_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      at += COUNT_BYTES;
      if (elements != storage.elements()) {
        throw corrupt(
            path,
            "storage %s with %d elements".formatted(key, elements),
            "%d, as the object says".formatted(storage.elements()));
      }
      int width = storage.type().bytes();
      if (elements < 0 || elements > (size - at) / width) {
        throw CheckpointErrors.truncated(path, "the file ends inside storage " + key, "all of it");
      }
      if (elements * width > Integer.MAX_VALUE) {
        throw RepconvException.of(ErrorCode.TOO_LARGE)
            .at(path + ", storage " + key)
            .observed("%d bytes".formatted(elements * width))
            .expected("at most " + Integer.MAX_VALUE)
            .build();
      }
      storages.put(storage.key(), file.slice(at, elements * width));
      at += elements * width;
    }
    return storages;
  }

  private static ByteBuffer storage(Path path, Map<String, ByteBuffer> storages, String entry) {
    ByteBuffer storage = storages.get(entry.substring(entry.indexOf('/') + 1));
    if (storage == null) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(path.toString())
          .observed("no storage '" + entry + "'")
          .expected("one, as the object refers to it")
          .build();
    }
    return storage;
  }

  private static RepconvException corrupt(Path path, String observed, String expected) {
    return RepconvException.of(ErrorCode.CORRUPT)
        .at(path.toString())
        .observed(observed)
        .expected(expected)
        .fix("Copy or download it again.")
        .build();
  }
}
