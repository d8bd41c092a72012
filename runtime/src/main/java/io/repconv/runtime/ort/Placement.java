package io.repconv.runtime.ort;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Device;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which execution provider ran each node of a session, as the profile of a run tells. The nodes are
 * those that ONNX Runtime's optimizer left.
 */
record Placement(List<Placed> nodes) {
  private static final String CUDA = "CUDAExecutionProvider";

  /** What a session that left these on the CPU was not meant for. */
  private static final Set<String> LAYERS =
      Set.of("Conv", "ConvTranspose", "FusedConv", "Gemm", "MatMul", "FusedMatMul", "FusedGemm");

  /** A node and who ran it. */
  record Placed(String name, String operator, String provider) {
    @Override
    public String toString() {
      return "%s (%s)".formatted(name, operator);
    }
  }

  /** Reads the profile of one run. */
  static Placement read(Path profile) throws IOException {
    List<Placed> nodes = new ArrayList<>();
    try (Reader text = Files.newBufferedReader(profile)) {
      for (JsonElement element : JsonParser.parseReader(text).getAsJsonArray()) {
        JsonObject event = element.getAsJsonObject();
        JsonObject arguments = event.getAsJsonObject("args");
        if (arguments != null && arguments.has("provider") && arguments.has("op_name")) {
          nodes.add(
              new Placed(
                  event.get("name").getAsString().replaceFirst("_kernel_time$", ""),
                  arguments.get("op_name").getAsString(),
                  arguments.get("provider").getAsString()));
        }
      }
    }
    return new Placement(nodes);
  }

  /** The nodes that CUDA did not run. */
  List<Placed> elsewhere() {
    return nodes.stream().filter(node -> !node.provider().equals(CUDA)).toList();
  }

  /**
   * Holds a session to have run on the device. What only computes sizes may run on the CPU, where
   * ONNX Runtime puts it on purpose.
   *
   * @throws RepconvException NO_CUDA where no node, or not every layer, ran there
   */
  void requireOn(Device device) {
    List<Placed> left = elsewhere();
    List<Placed> layers = left.stream().filter(node -> LAYERS.contains(node.operator())).toList();
    boolean none = left.size() == nodes.size() && !nodes.isEmpty();
    if (!none && layers.isEmpty()) {
      return;
    }
    throw RepconvException.of(ErrorCode.NO_CUDA)
        .at("--device " + device)
        .observed(
            none
                ? "ONNX Runtime ran all %d nodes on the CPU".formatted(nodes.size())
                : "ONNX Runtime ran %d of %d nodes on the CPU, %s among them"
                    .formatted(left.size(), nodes.size(), layers.get(0)))
        .expected("every convolution and matrix product on the device")
        .why("Its CUDA provider has no kernel for them in this form and type.")
        .fix("Without --device the check runs on the CPU.")
        .build();
  }

  /** {@code all 45 nodes on CUDA}, {@code 43 of 45 nodes on CUDA, on the CPU Shape_3 (Shape)}. */
  @Override
  public String toString() {
    List<Placed> left = elsewhere();
    int there = nodes.size() - left.size();
    return left.isEmpty()
        ? "all %d nodes on CUDA".formatted(there)
        : "%d of %d nodes on CUDA, on the CPU %s"
            .formatted(
                there,
                nodes.size(),
                left.stream().map(Placed::toString).collect(Collectors.joining(", ")));
  }
}
