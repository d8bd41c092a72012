package io.repconv.converter.checkpoint;

import io.repconv.converter.torchscript.OtherFiles;
import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.archive.FileRecognition;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a network by name, as PyTorch's {@code state_dict()} gives them.
 *
 * <pre>
 * StateDict weights = StateDict.read(Path.of("RepVGG-A0-train.pth"));
 * Tensor kernel = weights.tensors().get("stage0.rbr_dense.conv.weight");
 * </pre>
 *
 * @param tensors mapped; numbers of any floating type are float32. Counters of batches are left
 *     out, and a prefix that wrappers of a module put before every name is taken off
 * @param architecture the {@code NAME:key=value,…} that a checkpoint of repconv's own training
 *     names
 * @param notices what was passed by or changed, a sentence each
 */
public record StateDict(
    Map<String, Tensor> tensors, Optional<String> architecture, List<String> notices) {
  /** What DataParallel and torch.compile put before the names of the module that they wrap. */
  private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");

  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    notices = List.copyOf(notices);
  }

  /**
   * Reads the weights in a file of {@code torch.save} (a zip or the stream before 1.6), of
   * safetensors, of DJL, or of repconv's training. What it is is told from its content.
   *
   * @throws RepconvException FORBIDDEN_GLOBAL, OTHER_FORMAT, TRUNCATED, CORRUPT, MALFORMED,
   *     TOO_LARGE, NOT_A_NUMBER, OVERFLOW where a double does not fit float32, or as {@link
   *     FileRecognition#recognise}
   */
  public static StateDict read(Path path) {
    FileKind kind = FileRecognition.recognise(path);
    return switch (kind) {
      case CHECKPOINT, LEGACY_CHECKPOINT -> {
        PickledCheckpoint checkpoint = PickledCheckpoint.read(path, kind);
        yield of(path, checkpoint.tensors(), Optional.empty(), checkpoint.notices());
      }
      case SAFETENSORS -> {
        Safetensors file = Safetensors.read(path);
        if (TrainingCheckpoint.isOne(file)) {
          TrainingCheckpoint checkpoint = TrainingCheckpoint.of(path, file);
          yield of(
              path,
              checkpoint.parameters(),
              Optional.of(checkpoint.architecture()),
              List.of("its architecture is " + checkpoint.architecture()));
        }
        yield of(path, file.tensors(), Optional.empty(), List.of());
      }
      case DJL_PARAMETERS -> of(path, DjlParameters.read(path), Optional.empty(), List.of());
      default -> {
        OtherFiles.checkPickles(path, kind);
        throw OtherFiles.refusal(path, kind);
      }
    };
  }

  /** Whether a file of this kind is read here. */
  public static boolean holds(FileKind kind) {
    return switch (kind) {
      case CHECKPOINT, LEGACY_CHECKPOINT, SAFETENSORS, DJL_PARAMETERS -> true;
      default -> false;
    };
  }

  private static StateDict of(
      Path path, Map<String, Tensor> all, Optional<String> architecture, List<String> passed) {
    List<String> notices = new ArrayList<>(passed);
    Map<String, Tensor> named = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (!isCounter(name, tensor)) {
            named.put(name, tensor);
          }
        });
    FloatWeights floats = new FloatWeights(path);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String prefix = prefix(named);
    named.forEach(
        (name, tensor) -> tensors.put(name.substring(prefix.length()), floats.of(name, tensor)));
    notices.addAll(floats.notices());
    return new StateDict(tensors, architecture, notices);
  }

  /** {@code num_batches_tracked} of norms, {@code n_averaged} of averaged models. */
  private static boolean isCounter(String name, Tensor tensor) {
    return name.endsWith("num_batches_tracked")
        || (tensor.rank() == 0 && !tensor.type().isFloating());
  }

  private static String prefix(Map<String, Tensor> tensors) {
    String prefix = "";
    boolean more = !tensors.isEmpty();
    while (more) {
      more = false;
      for (String wrapper : PREFIXES) {
        String longer = prefix + wrapper;
        if (tensors.keySet().stream().allMatch(name -> name.startsWith(longer))) {
          prefix = longer;
          more = true;
        }
      }
    }
    return prefix;
  }
}
