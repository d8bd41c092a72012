package io.repconv.runtime.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
import io.repconv.runtime.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ONNX Runtime's CUDA provider: added to a session, or refused with what is missing. */
final class CudaProvider {
  /** What a loaded driver shows, on Linux and in its subsystem for Windows. */
  private static final List<Path> DRIVER =
      List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/usr/lib/wsl/lib/libcuda.so.1"));

  /** How the loader names a library that it does not find. */
  private static final Pattern MISSING =
      Pattern.compile("(lib\\w+\\.so[.\\d]*): cannot open shared object file");

  /** How CUDA, cuDNN and cuBLAS fail, and ONNX Runtime when the device's memory is full. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "(CUDA failure|CUDA error|CUDNN failure|CUBLAS failure|Failed to allocate memory)[^;]*");

  private static final String LIBRARIES =
      "Install what is missing; where the loader does not search, LD_LIBRARY_PATH has to name the"
          + " folders of CUDA's libraries.";

  private CudaProvider() {}

  static boolean hasDriver() {
    return DRIVER.stream().anyMatch(Files::exists);
  }

  /** Adds it, with TF32 off unless it was asked for. */
  static void addTo(SessionOptions session, OrtOptions options) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(options.device().index())) {
      cuda.add("use_tf32", options.tf32() ? "1" : "0");
      session.addCUDA(cuda);
    } catch (OrtException e) {
      session.close();
      if (e.getCode() == OrtErrorCode.ORT_EP_FAIL) {
        throw noProvider(options.device(), hasDriver(), e);
      }
      throw hasDriver() && failed(options, e)
          ? deviceFailed(options.device(), e)
          : notLoaded(options.device(), hasDriver(), e);
    }
  }

  /** Whether the device, not the model, is why something failed. */
  static boolean failed(OrtOptions options, OrtException e) {
    return options.device().cuda() && FAILURE.matcher(String.valueOf(e.getMessage())).find();
  }

  /** The build of ONNX Runtime is the one without CUDA. */
  static RepconvException noProvider(Device device, boolean driver, Exception cause) {
    String here = "this build of ONNX Runtime runs on the CPU only";
    return RepconvException.of(ErrorCode.NO_CUDA)
        .at("--device " + device)
        .observed(driver ? here : "there is no NVIDIA driver, and " + here)
        .expected("a driver for CUDA 12, and ONNX Runtime as the Maven profile cuda has it")
        .fix(
            driver
                ? "Run ./repconv without REPCONV_CUDA=no, or build with mvn -q -P launch,cuda package -Dmaven.test.skip=true."
                : "With a driver, ./repconv builds itself with that profile. Without --device the check runs on the CPU.")
        .cause(cause)
        .build();
  }

  /** The build has CUDA and the machine has not, or not all of it. */
  static RepconvException notLoaded(Device device, boolean driver, Exception cause) {
    Matcher missing = MISSING.matcher(String.valueOf(cause.getMessage()));
    String observed =
        missing.find()
            ? "the library " + missing.group(1) + " cannot be found"
            : "ONNX Runtime cannot load its CUDA provider (" + Refused.oneLine(cause) + ")";
    return RepconvException.of(ErrorCode.NO_CUDA)
        .at("--device " + device)
        .observed(driver ? observed : "there is no NVIDIA driver, and " + observed)
        .expected("a driver for CUDA 12, and the libraries of CUDA 12 and cuDNN 9")
        .fix(LIBRARIES)
        .cause(cause)
        .build();
  }

  /** The provider is there and the device fails: none of that number, too old, or full. */
  static RepconvException deviceFailed(Device device, Exception cause) {
    Matcher failure = FAILURE.matcher(String.valueOf(cause.getMessage()));
    return RepconvException.of(ErrorCode.NO_CUDA)
        .at("--device " + device)
        .observed(Refused.oneLine(failure.find() ? failure.group() : String.valueOf(cause)))
        .expected("a device of that number that CUDA 12 can use, with enough free memory")
        .fix("nvidia-smi lists the devices, what they run and their memory.")
        .cause(cause)
        .build();
  }
}
