package io.repconv.converter.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What ONNX Runtime computes with a model, from inputs that a seed makes. */
final class OrtRun {
  private static final int OPEN_SIZE = 5;

  private OrtRun() {}

  /** All outputs that are tensors of numbers, as doubles behind their shape. */
  static Map<String, double[]> outputs(Path model, long seed) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model.toString(), options)) {
        Map<String, OnnxTensor> inputs = new TreeMap<>();
        Random random = new Random(seed);
        for (NodeInfo input : session.getInputInfo().values()) {
          inputs.put(input.getName(), tensor(environment, (TensorInfo) input.getInfo(), random));
        }
        try (OrtSession.Result result = session.run(inputs)) {
          return numbers(result);
        } finally {
          inputs.values().forEach(OnnxTensor::close);
        }
      }
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not run " + model, e);
    }
  }

  /** The model as the optimizer leaves it. */
  static byte[] optimized(Path model) throws IOException {
    Path optimized = model.resolveSibling(model.getFileName() + ".optimized");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(optimized.toString());
      OrtEnvironment.getEnvironment().createSession(model.toString(), options).close();
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime does not load " + model, e);
    }
    return Files.readAllBytes(optimized);
  }

  private static OnnxTensor tensor(OrtEnvironment environment, TensorInfo info, Random random)
      throws OrtException {
    long[] dims = Arrays.stream(info.getShape()).map(d -> d < 0 ? OPEN_SIZE : d).toArray();
    int size = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    if (info.type == OnnxJavaType.FLOAT) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), dims);
    }
    if (info.type == OnnxJavaType.BOOL) {
      byte[] values = new byte[size];
      random.nextBytes(values);
      for (int i = 0; i < size; i++) {
        values[i] &= 1;
      }
      return OnnxTensor.createTensor(environment, ByteBuffer.wrap(values), dims, OnnxJavaType.BOOL);
    }
    long[] values = random.longs(size, 0, 4).toArray();
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), dims);
  }

  private static Map<String, double[]> numbers(OrtSession.Result result) {
    Map<String, double[]> numbers = new TreeMap<>();
    result.forEach(
        entry -> {
          if (entry.getValue() instanceof OnnxTensor tensor) {
            numbers.put(entry.getKey(), numbers(tensor));
          }
        });
    return numbers;
  }

  private static double[] numbers(OnnxTensor tensor) {
    long[] dims = tensor.getInfo().getShape();
    int size = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    double[] numbers = new double[1 + dims.length + size];
    numbers[0] = dims.length;
    for (int i = 0; i < dims.length; i++) {
      numbers[1 + i] = dims[i];
    }
    int from = 1 + dims.length;
    switch (tensor.getInfo().type) {
      case FLOAT -> {
        FloatBuffer values = tensor.getFloatBuffer();
        for (int i = 0; i < size; i++) {
          numbers[from + i] = values.get();
        }
      }
      case INT64 -> {
        LongBuffer values = tensor.getLongBuffer();
        for (int i = 0; i < size; i++) {
          numbers[from + i] = values.get();
        }
      }
      default -> {
        ByteBuffer values = tensor.getByteBuffer();
        for (int i = 0; i < size; i++) {
          numbers[from + i] = values.get();
        }
      }
    }
    return numbers;
  }
}
