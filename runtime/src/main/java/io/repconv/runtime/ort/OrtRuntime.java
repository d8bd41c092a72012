package io.repconv.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
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
      addCuda(options, wanted.device());
    }
    return options;
  }

  private static void addCuda(SessionOptions options, Device device) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    } catch (OrtException e) {
      options.close();
      throw noCuda(device, e);
    }
  }

  private static RepconvException noCuda(Device device, OrtException e) {
    boolean cpuBuild = e.getCode() == OrtException.OrtErrorCode.ORT_EP_FAIL;
    return RepconvException.of(ErrorCode.NO_CUDA)
        .at("--device " + device)
        .observed(
            cpuBuild
                ? "this build of ONNX Runtime runs on the CPU only"
                : "ONNX Runtime cannot use CUDA (" + Refused.oneLine(e) + ")")
        .expected(
            cpuBuild
                ? "the one with CUDA, com.microsoft.onnxruntime:onnxruntime_gpu"
                : "an NVIDIA driver, CUDA 12, cuDNN 9 and a device of that number")
        .fix(
            cpuBuild
                ? "Build with mvn -q -P launch package -Dmaven.test.skip=true -Donnxruntime.artifact=onnxruntime_gpu, or leave out --device."
                : "nvidia-smi lists the devices; LD_LIBRARY_PATH has to name the folders of CUDA's libraries.")
        .cause(e)
        .build();
  }
}
