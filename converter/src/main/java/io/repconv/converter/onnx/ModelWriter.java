package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.repconv.converter.file.Content;
import io.repconv.converter.onnx.lower.Decompositions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * One model in protobuf's wire form: everything but the weights as messages, the weights between
 * them, made while they are written; all sizes are known beforehand.
 */
final class ModelWriter {
  private static final String PRODUCER = "repconv";

  private final ModelProto head;
  private final ModelProto tail;
  private final GraphProto graphHead;
  private final GraphProto graphTail;
  private final List<Initializer> initializers = new ArrayList<>();

  ModelWriter(Graph original, OnnxOptions options) {
    requireWritable(options.opset());
    OpaqueNodes.requireMeaning(original, options);
    Graph graph = Decompositions.apply(original, options.opset());
    NodeWriter nodes = new NodeWriter(graph, options.opset());
    ValueInfos infos = new ValueInfos(options.source(), graph.symbols());
    GraphProto.Builder body = GraphProto.newBuilder().setName(nameOf(graph));
    Set<Value> written = new HashSet<>();
    for (Node node : graph.nodes()) {
      body.addNode(nodes.write(node));
    }
    nodes.constantsRead().forEach(constant -> addInitializer(constant, nodes, written));
    graph.outputs().forEach(output -> addInitializer(output, nodes, written));
    GraphProto.Builder ends = GraphProto.newBuilder();
    graph.inputs().forEach(v -> ends.addInput(infos.of(v, nodes.names().of(v))));
    graph.outputs().forEach(v -> ends.addOutput(infos.of(v, nodes.names().of(v))));
    addCarriedTypes(graph, infos, nodes, ends);
    graphHead = body.build();
    graphTail = ends.build();
    head =
        ModelProto.newBuilder()
            .setIrVersion(irVersion(options.opset()))
            .setProducerName(PRODUCER)
            .setProducerVersion(options.producerVersion())
            .build();
    tail = tail(options, nodes.domains());
  }

  private static String nameOf(Graph graph) {
    return graph.name().isEmpty() ? "graph" : graph.name();
  }

  private static void requireWritable(int opset) {
    if (opset < OnnxOptions.LOWEST_OPSET || opset > OnnxOptions.HIGHEST_OPSET) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_OPSET)
          .observed("opset " + opset + " is asked for")
          .expected("opset %d to %d".formatted(OnnxOptions.LOWEST_OPSET, OnnxOptions.HIGHEST_OPSET))
          .build();
    }
  }

  /** The lowest IR version that allows the opset, after onnx's own table of versions. */
  private static int irVersion(int opset) {
    if (opset <= 14) {
      return 7;
    } else if (opset <= 18) {
      return 8;
    } else if (opset <= 20) {
      return 9;
    }
    return opset <= 22 ? 10 : 11;
  }

  private void addInitializer(Value value, NodeWriter nodes, Set<Value> written) {
    Tensor constant = value.constant();
    if (constant != null && written.add(value)) {
      initializers.add(new Initializer(nodes.names().of(value), constant));
    }
  }

  /** What is known of the outputs of nodes that are carried unchanged, for the next reader. */
  private static void addCarriedTypes(
      Graph graph, ValueInfos infos, NodeWriter nodes, GraphProto.Builder to) {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Opaque) {
        for (Value output : node.outputs()) {
          if (infos.isKnown(output) && !graph.outputs().contains(output)) {
            to.addValueInfo(infos.of(output, nodes.names().of(output)));
          }
        }
      }
    }
  }

  private static ModelProto tail(OnnxOptions options, Set<String> domains) {
    ModelProto.Builder tail = ModelProto.newBuilder();
    tail.addOpsetImport(opset("", options.opset()));
    options
        .source()
        .otherOpsets()
        .forEach(
            (domain, version) -> {
              if (domains.contains(domain)) {
                tail.addOpsetImport(opset(domain, version));
              }
            });
    TreeMap<String, String> metadata = new TreeMap<>(options.source().metadata());
    metadata.putAll(options.metadata());
    metadata.forEach(
        (key, value) ->
            tail.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return tail.build();
  }

  private static OperatorSetIdProto opset(String domain, int version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  /** The model with the weights where they are now. */
  Content content() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    head.writeTo(out);
    out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt64NoTag(graphSize());
    graphHead.writeTo(out);
    out.flush();
    Content content = new Content();
    content.add(bytes.toByteArray());
    for (Initializer initializer : initializers) {
      initializer.appendTo(content);
    }
    content.add(graphTail.toByteArray());
    content.add(tail.toByteArray());
    return content;
  }

  private long graphSize() {
    long size = (long) graphHead.getSerializedSize() + graphTail.getSerializedSize();
    for (Initializer initializer : initializers) {
      long bytes = initializer.size();
      size +=
          CodedOutputStream.computeTagSize(GraphProto.INITIALIZER_FIELD_NUMBER)
              + CodedOutputStream.computeUInt64SizeNoTag(bytes)
              + bytes;
    }
    return size;
  }

  /**
   * Moves the weights into another file; the model refers to it by this name from then on.
   *
   * @return what is to be written to that file
   */
  Content moveWeights(String file) {
    Content content = new Content();
    initializers.forEach(initializer -> initializer.moveTo(file, content));
    return content;
  }
}
