package io.repconv.converter.checkpoint;

import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.archive.FileRecognition;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What training saves: a safetensors file whose metadata names the architecture, so that it can be
 * exported as it is.
 *
 * <p>Parameters have their own names in it, the optimizer's state stands under {@code optimizer.}
 * The metadata are {@code repconv.format} (1), {@code repconv.architecture} and {@code
 * repconv.training}.
 *
 * @param architecture the network, as {@code NAME:key=value,…}
 * @param parameters by name, statistics of norms included
 * @param state what the optimizer keeps, as {@code slot.parameter}
 * @param training where training stands, a JSON text that is not looked into here
 */
public record TrainingCheckpoint(
    String architecture,
    Map<String, Tensor> parameters,
    Map<String, Tensor> state,
    String training) {
  private static final String FORMAT = "repconv.format";
  private static final String VERSION = "1";
  private static final String ARCHITECTURE = "repconv.architecture";
  private static final String TRAINING = "repconv.training";
  private static final String STATE = "optimizer.";

  public TrainingCheckpoint {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
    for (String name : parameters.keySet()) {
      if (name.startsWith(STATE)) {
        throw new IllegalArgumentException("a parameter named " + name);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote; its tensors are mapped.
   *
   * @throws RepconvException OTHER_FORMAT where it is another file or of a later version; as {@link
   *     StateDict#read} where it is damaged
   */
  public static TrainingCheckpoint read(Path path) {
    FileKind kind = FileRecognition.recognise(path);
    if (kind != FileKind.SAFETENSORS) {
      throw other(path, "the file is " + kind.description());
    }
    return of(path, Safetensors.read(path));
  }

  static boolean isOne(Safetensors file) {
    return file.metadata().containsKey(FORMAT);
  }

  static TrainingCheckpoint of(Path path, Safetensors file) {
    String version = file.metadata().get(FORMAT);
    String architecture = file.metadata().get(ARCHITECTURE);
    if (!VERSION.equals(version) || architecture == null) {
      throw other(path, "its metadata give the version %s".formatted(version));
    }
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    Map<String, Tensor> state = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(STATE)) {
                state.put(name.substring(STATE.length()), tensor);
              } else {
                parameters.put(name, tensor);
              }
            });
    String training = file.metadata().getOrDefault(TRAINING, "");
    return new TrainingCheckpoint(architecture, parameters, state, training);
  }

  private static RepconvException other(Path path, String observed) {
    return RepconvException.of(ErrorCode.OTHER_FORMAT)
        .at(path.toString())
        .observed(observed)
        .expected("a checkpoint that repconv's training wrote, version " + VERSION)
        .build();
  }

  /**
   * Writes the checkpoint; what was there is replaced when the new file is complete.
   *
   * @throws RepconvException CANNOT_WRITE
   */
  public void write(Path target) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(parameters);
    state.forEach((name, tensor) -> tensors.put(STATE + name, tensor));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, VERSION);
    metadata.put(ARCHITECTURE, architecture);
    metadata.put(TRAINING, training);
    new Safetensors(tensors, metadata).write(target);
  }
}
