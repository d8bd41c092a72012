package io.repconv.runtime.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Refused;

/** libtorch, loaded when it is first needed. */
public final class TorchRuntime {
  private TorchRuntime() {}

  /** A manager of arrays on the CPU; libtorch is loaded by the first call. */
  public static synchronized PtNDManager start(TorchOptions options) {
    // Without this DJL looks for a cloud host and for downloads.
    System.setProperty("ai.djl.offline", "true");
    try {
      Engine engine = Engine.getEngine("PyTorch");
      JniUtils.setNumThreads(options.threads());
      JniUtils.setGraphExecutorOptimize(options.optimized());
      return (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), engine.getEngineName());
    } catch (EngineException | IllegalStateException | LinkageError e) {
      throw noNativeLibrary(e);
    }
  }

  /** The version of libtorch. */
  public static String version() {
    return Engine.getEngine("PyTorch").getVersion();
  }

  private static RepconvException noNativeLibrary(Throwable e) {
    Throwable root = Refused.root(e);
    String reason =
        root instanceof LinkageError
            ? Refused.oneLine(root)
            : "there is none for %s on %s beside the program"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
    return RepconvException.of(ErrorCode.NO_NATIVE_LIBRARY)
        .observed("libtorch cannot be loaded (" + reason + ")")
        .why("It runs the original TorchScript model that the export is checked against.")
        .fix(
            "It needs Linux on x86-64 with glibc 2.28, and 450 MB in %s, which DJL_CACHE_DIR moves; --no-verify exports without the check."
                .formatted(ai.djl.util.Utils.getCacheDir()))
        .cause(e)
        .build();
  }

  /** What went wrong, without libtorch's stack traces of C++ and of the archive's own source. */
  static String reason(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int trace = message.indexOf("Exception raised from");
    String text = trace > 0 ? message.substring(0, trace) : message;
    int last = text.lastIndexOf("Error: ");
    return Refused.oneLine(last < 0 ? text : text.substring(last + "Error: ".length()));
  }
}
