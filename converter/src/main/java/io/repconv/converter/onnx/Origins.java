package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.repconv.graph.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * Module paths out of what exporters call their nodes.
 *
 * <pre>
 * /stage1/stage1.0/dense/Conv                            stage1.0.dense   (torch.onnx.export, TorchScript)
 * node_Conv_12 reading stage1.0.dense.weight             stage1.0.dense   (torch.onnx.export, dynamo)
 * pkg.torch.onnx.name_scopes ['', 'stage1', 'relu']      stage1           (the same, unoptimised)
 * anything else                                          itself, or the first output
 * </pre>
 */
final class Origins {
  private static final String SCOPES = "pkg.torch.onnx.name_scopes";

  private Origins() {}

  static Origin of(NodeProto node) {
    String name = node.getName();
    if (name.startsWith("/")) {
      return Origin.of(modulePath(name));
    }
    for (var property : node.getMetadataPropsList()) {
      if (property.getKey().equals(SCOPES)) {
        String scope = innermostScope(property.getValue());
        if (!scope.isEmpty()) {
          return Origin.of(scope);
        }
      }
    }
    if (name.isEmpty() || name.startsWith("node_")) {
      for (String input : node.getInputList()) {
        if (input.endsWith(".weight")) {
          return Origin.of(input.substring(0, input.length() - ".weight".length()));
        }
      }
    }
    String fallback = node.getOutputCount() > 0 ? node.getOutput(0) : node.getOpType();
    return Origin.of(name.isEmpty() ? fallback : name);
  }

  /** The place of a value that no node of the file makes. */
  static Origin named(String value) {
    return Origin.of(value);
  }

  /**
   * Each segment is a module's name, or for children of a sequence its path from the sequence on.
   */
  private static String modulePath(String name) {
    String[] segments = name.substring(1).split("/");
    List<String> path = new ArrayList<>();
    for (int i = 0; i < segments.length - 1; i++) {
      String previous = path.isEmpty() ? "" : path.get(path.size() - 1);
      if (!previous.isEmpty() && segments[i].startsWith(previous + ".")) {
        path.set(path.size() - 1, segments[i]);
      } else {
        path.add(segments[i]);
      }
    }
    return path.isEmpty() ? segments[segments.length - 1] : String.join(".", path);
  }

  /** The last but one of a Python list of strings; the last is the node itself. */
  private static String innermostScope(String list) {
    String[] scopes = list.replaceAll("[\\[\\]' ]", "").split(",");
    return scopes.length < 2 ? "" : scopes[scopes.length - 2];
  }
}
