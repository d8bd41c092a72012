package io.repconv.runtime;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is said when a runtime refuses a model or its inputs: the same words for every runtime. */
public final class Refused {
  private Refused() {}

  public static RepconvException toLoad(
      String runtime, String model, String reason, Throwable cause) {
    return because(model, runtime + " cannot load it", reason, cause);
  }

  public static RepconvException toRun(
      String runtime, String model, Map<String, Tensor> inputs, String reason, Throwable cause) {
    List<String> shapes = new ArrayList<>();
    inputs.forEach((name, tensor) -> shapes.add(name + " " + tensor.shape()));
    return because(
        model, runtime + " cannot run it on " + String.join(", ", shapes), reason, cause);
  }

  private static RepconvException because(
      String model, String what, String reason, Throwable cause) {
    return RepconvException.of(ErrorCode.NOT_VERIFIED)
        .at(model)
        .observed(what + " (" + reason + ")")
        .cause(cause)
        .build();
  }

  /** The deepest reason that a native library could not be loaded for. */
  public static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** A message without line breaks and without its full stop. */
  public static String oneLine(String message) {
    return message.strip().replaceAll("\\s+", " ").replaceFirst("[.]$", "");
  }

  public static String oneLine(Throwable e) {
    return oneLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
  }
}
