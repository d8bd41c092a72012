package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an ONNX file says beside its graph.
 *
 * @param opset the opset of ONNX's own domain
 * @param otherOpsets domain to version, of all others that the file imports
 * @param producer what wrote the file, with its version: {@code pytorch 2.1.0}
 * @param metadata the file's metadata_props
 * @param dimensions for each symbol of the graph the text the file has for it, empty where it has
 *     none
 * @param declared the types of inputs and outputs as declared, for those the graph cannot express
 */
public record OnnxHeader(
    int opset,
    SortedMap<String, Integer> otherOpsets,
    String producer,
    SortedMap<String, String> metadata,
    SortedMap<String, String> dimensions,
    Map<String, TypeProto> declared) {

  /** Of a graph that was not read from ONNX: opset 17 and nothing else. */
  public static final OnnxHeader NONE =
      new OnnxHeader(
          OnnxOptions.DEFAULT_OPSET,
          Collections.emptySortedMap(),
          "",
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          Map.of());

  static boolean isDefaultDomain(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  static OnnxHeader of(ModelProto model, int opset, Dimensions dimensions) {
    SortedMap<String, Integer> others = new TreeMap<>();
    for (OperatorSetIdProto imported : model.getOpsetImportList()) {
      if (!isDefaultDomain(imported.getDomain())) {
        others.put(imported.getDomain(), (int) imported.getVersion());
      }
    }
    SortedMap<String, String> metadata = new TreeMap<>();
    model.getMetadataPropsList().forEach(p -> metadata.put(p.getKey(), p.getValue()));
    Map<String, TypeProto> declared = new TreeMap<>();
    model.getGraph().getInputList().forEach(v -> declared.put(v.getName(), v.getType()));
    model.getGraph().getOutputList().forEach(v -> declared.put(v.getName(), v.getType()));
    return new OnnxHeader(
        opset,
        Collections.unmodifiableSortedMap(others),
        (model.getProducerName() + " " + model.getProducerVersion()).strip(),
        Collections.unmodifiableSortedMap(metadata),
        Collections.unmodifiableSortedMap(dimensions.texts()),
        Collections.unmodifiableMap(declared));
  }
}
