package io.repconv.converter.bundle;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replays a bundle as its receiver would: with ONNX Runtime and ONNX's own messages, and nothing
 * that this project has.
 */
final class ReceiverReplay {
  private ReceiverReplay() {}

  /** The error of each output of each test data set, as a part of its largest value. */
  static Map<String, Double> errors(Path bundle) throws IOException, OrtException {
    Map<String, Double> errors = new LinkedHashMap<>();
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    List<Path> sets;
    try (Stream<Path> inside = Files.list(bundle)) {
      sets =
          inside
              .filter(p -> p.getFileName().toString().startsWith("test_data_set_"))
              .sorted()
              .toList();
    }
    try (OrtSession session = runtime.createSession(bundle.resolve("model.onnx").toString())) {
      for (Path set : sets) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        for (String name : session.getInputNames()) {
          TensorProto proto = proto(set.resolve("input_" + inputs.size() + ".pb"));
          long[] dims = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
          inputs.put(name, OnnxTensor.createTensor(runtime, floats(proto), dims));
        }
        try (OrtSession.Result result = session.run(inputs)) {
          int index = 0;
          for (String name : session.getOutputNames()) {
            OnnxTensor actual = (OnnxTensor) result.get(name).orElseThrow();
            FloatBuffer expected = floats(proto(set.resolve("output_" + index++ + ".pb")));
            errors.put(set.getFileName() + " " + name, error(expected, actual.getFloatBuffer()));
          }
        }
      }
    }
    return errors;
  }

  private static TensorProto proto(Path file) throws IOException {
    return TensorProto.parseFrom(Files.readAllBytes(file));
  }

  private static FloatBuffer floats(TensorProto proto) {
    if (proto.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
      throw new AssertionError(proto.getName() + " is no float tensor");
    }
    ByteBuffer bytes = ByteBuffer.wrap(proto.getRawData().toByteArray());
    return bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  private static double error(FloatBuffer expected, FloatBuffer actual) {
    if (expected.remaining() != actual.remaining()) {
      throw new AssertionError(actual.remaining() + " values instead of " + expected.remaining());
    }
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.remaining(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
      error = Math.max(error, Math.abs((double) expected.get(i) - actual.get(i)));
    }
    return error / largest;
  }
}
