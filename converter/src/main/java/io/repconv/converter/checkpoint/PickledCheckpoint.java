package io.repconv.converter.checkpoint;

import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.converter.torchscript.pickle.TorchGlobals;
import io.repconv.converter.torchscript.pickle.Unpickler;
import io.repconv.converter.torchscript.program.TensorReader;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state dict in a file that {@code torch.save} wrote.
 *
 * @param tensors by the names that they have in the file; mapped
 * @param notices what was passed by, a sentence each
 */
record PickledCheckpoint(Map<String, Tensor> tensors, List<String> notices) {
  /**
   * Reads a checkpoint.
   *
   * @throws io.repconv.graph.RepconvException FORBIDDEN_GLOBAL, TRUNCATED, CORRUPT, MALFORMED,
   *     TOO_LARGE, OTHER_FORMAT where no state dict is in it, NOT_A_NUMBER
   */
  static PickledCheckpoint read(Path path, FileKind kind) {
    if (kind == FileKind.LEGACY_CHECKPOINT) {
      LegacyStream stream = LegacyStream.read(path);
      return of(path, stream.root(), stream.reader());
    }
    return TorchArchive.read(path, archive -> of(path, archive));
  }

  private static PickledCheckpoint of(Path path, TorchArchive archive) {
    Object root =
        Unpickler.unpickle(
            path + ", data.pkl", archive.bytes("data.pkl"), TorchGlobals::ofCheckpoint);
    return of(path, root, new TensorReader(archive));
  }

  private static PickledCheckpoint of(Path path, @Nullable Object root, TensorReader reader) {
    WrappedState state = WrappedState.find(path, root);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, TensorRef> entry : state.tensors().entrySet()) {
      tensors.put(entry.getKey(), reader.read(entry.getValue(), "data", entry.getKey()));
    }
    return new PickledCheckpoint(tensors, state.notices());
  }
}
