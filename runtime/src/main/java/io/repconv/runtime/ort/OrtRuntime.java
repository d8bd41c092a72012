package io.repconv.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Refused;

/** The native library and its settings. */
final class OrtRuntime {
  private OrtRuntime() {}

  static OrtEnvironment environment() {
    try {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "repconv");
    } catch (LinkageError e) {
      throw noNativeLibrary(e);
    }
  }

  static RepconvException noNativeLibrary(Throwable e) {
    return RepconvException.of(ErrorCode.NO_NATIVE_LIBRARY)
        .observed(
            "ONNX Runtime's native library cannot be loaded ("
                + Refused.oneLine(Refused.root(e))
                + ")")
        .fix(
            "It needs x86-64 or arm64 with glibc 2.27 and libstdc++, and a writable %s with 100 MB free."
                .formatted(System.getProperty("java.io.tmpdir")))
        .cause(e)
        .build();
  }

  static SessionOptions sessionOptions(OrtOptions wanted) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setOptimizationLevel(wanted.optimized() ? OptLevel.ALL_OPT : OptLevel.NO_OPT);
    options.setIntraOpNumThreads(wanted.threads());
    options.setDeterministicCompute(true);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    if (wanted.device().cuda()) {
      CudaProvider.addTo(options, wanted);
    }
    return options;
  }
}
