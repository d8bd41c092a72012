package io.repconv.converter.checkpoint;

import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the state dict in what a training script saved: itself, or under a key that such scripts
 * use. Everything else in the file (optimizers, schedules, options) is passed by.
 *
 * @param tensors by name
 * @param notices which of several state dicts was taken
 */
record WrappedState(Map<String, TensorRef> tensors, List<String> notices) {
  /** In this order where a file has several. */
  private static final List<String> WRAPPERS =
      List.of("state_dict", "model_state_dict", "model_state", "model", "ema", "model_ema", "net");

  private static final int MAX_DEPTH = 8;
  private static final int MOST_KEYS = 8;

  static WrappedState find(Path path, @Nullable Object root) {
    Object at = root;
    List<String> notices = new ArrayList<>();
    for (int depth = 0; depth < MAX_DEPTH && at instanceof Map<?, ?> dict; depth++) {
      List<String> wrappers = WRAPPERS.stream().filter(key -> isWrapped(dict.get(key))).toList();
      if (wrappers.isEmpty()) {
        break;
      }
      if (wrappers.size() > 1) {
        notices.add(
            "the weights under '%s' were taken, those under %s were not"
                .formatted(wrappers.get(0), quoted(wrappers.subList(1, wrappers.size()))));
      }
      at = dict.get(wrappers.get(0));
    }
    Map<String, TensorRef> tensors = new LinkedHashMap<>();
    if (at instanceof Map<?, ?> dict) {
      dict.forEach(
          (key, value) -> {
            if (key instanceof String name && value instanceof TensorRef tensor) {
              tensors.put(name, tensor);
            }
          });
    }
    if (tensors.isEmpty()) {
      throw noTensors(path, at);
    }
    return new WrappedState(tensors, notices);
  }

  private static boolean isWrapped(@Nullable Object value) {
    return value instanceof Map<?, ?> dict
        && dict.values().stream().anyMatch(v -> v instanceof TensorRef || v instanceof Map<?, ?>);
  }

  private static String quoted(List<String> keys) {
    return "'" + String.join("', '", keys) + "'";
  }

  private static RepconvException noTensors(Path path, @Nullable Object at) {
    String observed =
        Optional.ofNullable(at)
            .filter(Map.class::isInstance)
            .map(dict -> ((Map<?, ?>) dict).keySet().stream().limit(MOST_KEYS).toList())
            .map(keys -> "no tensors by name in it; the first keys are " + keys)
            .orElse("what was saved is no dict");
    return RepconvException.of(ErrorCode.OTHER_FORMAT)
        .at(path.toString())
        .observed(observed)
        .expected("a state dict, alone or under one of " + String.join(", ", WRAPPERS))
        .fix("Save it alone: torch.save(model.state_dict(), path).")
        .build();
  }
}
