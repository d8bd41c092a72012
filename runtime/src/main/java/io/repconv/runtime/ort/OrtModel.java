package io.repconv.runtime.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import io.repconv.graph.Tensor;
import io.repconv.runtime.PreparedRun;
import io.repconv.runtime.Refused;
import io.repconv.runtime.RunnableModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model in ONNX Runtime.
 *
 * <p>Runs where it is told to or not at all: a CUDA device that cannot be used, and layers that ran
 * elsewhere in spite of it, are errors, never a silent run on the CPU. TF32 is off there unless it
 * is asked for, so that float32 means float32.
 */
public final class OrtModel implements RunnableModel {
  private final String name;
  private final OrtOptions options;
  private final OrtSession session;
  private @Nullable Profile profile;
  private @Nullable Placement placement;
  private final List<OrtPort> inputs;
  private final List<OrtPort> outputs;

  private OrtModel(String name, OrtOptions options, OrtSession session, @Nullable Profile profile)
      throws OrtException {
    this.name = name;
    this.options = options;
    this.session = session;
    this.profile = profile;
    this.inputs = ports(session.getInputInfo());
    this.outputs = ports(session.getOutputInfo());
  }

  /** Opens a file; weights in files beside it are found. */
  public static OrtModel open(Path file, OrtOptions options) {
    return open(
        file.toString(),
        options,
        (runtime, session) -> runtime.createSession(file.toString(), session));
  }

  /**
   * Opens a model that lies in memory whole.
   *
   * @param name how messages call it
   */
  public static OrtModel open(String name, byte[] model, OrtOptions options) {
    return open(name, options, (runtime, session) -> runtime.createSession(model, session));
  }

  private interface Opener {
    OrtSession open(OrtEnvironment runtime, SessionOptions session) throws OrtException;
  }

  private static OrtModel open(String name, OrtOptions options, Opener opener) {
    OrtEnvironment runtime = OrtRuntime.environment();
    Profile profile = null;
    try (SessionOptions session = OrtRuntime.sessionOptions(options)) {
      profile = options.device().cuda() ? Profile.of(session) : null;
      return new OrtModel(name, options, opener.open(runtime, session), profile);
    } catch (OrtException e) {
      if (profile != null) {
        profile.remove();
      }
      if (CudaProvider.failed(options, e)) {
        throw CudaProvider.deviceFailed(options.device(), e);
      }
      throw Refused.toLoad("ONNX Runtime", name, Refused.oneLine(e), e);
    }
  }

  private static List<OrtPort> ports(Map<String, NodeInfo> infos) {
    List<OrtPort> ports = new ArrayList<>();
    for (NodeInfo info : infos.values()) {
      ValueInfo type = info.getInfo();
      ports.add(
          type instanceof TensorInfo tensor
              ? OrtPort.of(info.getName(), tensor)
              : OrtPort.opaque(info.getName()));
    }
    return List.copyOf(ports);
  }

  public List<OrtPort> inputs() {
    return inputs;
  }

  public List<OrtPort> outputs() {
    return outputs;
  }

  @Override
  public String runtime() {
    return "ONNX Runtime %s on %s%s%s"
        .formatted(
            OrtRuntime.environment().getVersion(),
            options.device(),
            options.optimized() ? "" : ", optimizer off",
            options.device().cuda() ? onDevice() : "");
  }

  private String onDevice() {
    String precision = options.tf32() ? ", TF32 on" : ", TF32 off";
    return placement == null ? precision : precision + ", " + placement;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> given) {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try {
      feed(given, fed);
      try (OrtSession.Result result = session.run(fed)) {
        Map<String, Tensor> made = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          made.put(output.getKey(), OrtTensors.fromOrt(name, output.getKey(), output.getValue()));
        }
        requireOnDevice();
        return made;
      }
    } catch (OrtException e) {
      if (CudaProvider.failed(options, e)) {
        throw CudaProvider.deviceFailed(options.device(), e);
      }
      throw Refused.toRun("ONNX Runtime", name, given, Refused.oneLine(e), e);
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private void feed(Map<String, Tensor> given, Map<String, OnnxTensor> fed) throws OrtException {
    for (OrtPort input : inputs) {
      Tensor tensor = given.get(input.name());
      if (tensor != null) {
        fed.put(input.name(), OrtTensors.toOrt(tensor));
      }
    }
  }

  @Override
  public PreparedRun prepare(Map<String, Tensor> given) {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try {
      feed(given, fed);
    } catch (OrtException e) {
      fed.values().forEach(OnnxTensor::close);
      throw Refused.toRun("ONNX Runtime", name, given, Refused.oneLine(e), e);
    }
    return new PreparedRun() {
      @Override
      public void run() {
        try {
          session.run(fed).close();
        } catch (OrtException e) {
          throw Refused.toRun("ONNX Runtime", name, given, Refused.oneLine(e), e);
        }
      }

      @Override
      public void close() {
        fed.values().forEach(OnnxTensor::close);
      }
    };
  }

  /** The first run tells where each node ran; the further ones go the same way. */
  private void requireOnDevice() throws OrtException {
    if (profile != null) {
      placement = profile.end(session);
      profile = null;
      placement.requireOn(options.device());
    }
  }

  @Override
  public void close() {
    try {
      if (profile != null) {
        profile.end(session);
      }
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
