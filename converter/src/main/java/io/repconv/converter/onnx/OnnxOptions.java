package io.repconv.converter.onnx;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a graph is written.
 *
 * @param opset the opset of ONNX's own domain, {@link #LOWEST_OPSET} to {@link #HIGHEST_OPSET}
 * @param externalData whether the weights go into a file beside the model; they do in any case
 *     where the model would come near the 2 GiB that protobuf allows
 * @param producerVersion the version of repconv that the file names as its producer
 * @param metadata entries for metadata_props; one of the source's under the same key is replaced
 * @param source what the file the graph came from says, {@link OnnxHeader#NONE} where it was none
 */
public record OnnxOptions(
    int opset,
    boolean externalData,
    String producerVersion,
    SortedMap<String, String> metadata,
    OnnxHeader source) {
  public static final int LOWEST_OPSET = 13;
  public static final int HIGHEST_OPSET = OperatorTable.LAST;
  public static final int DEFAULT_OPSET = 17;

  /** For a graph that came from another format. */
  public static final OnnxOptions DEFAULT =
      new OnnxOptions(DEFAULT_OPSET, false, "", Collections.emptySortedMap(), OnnxHeader.NONE);

  /** For a graph read from ONNX: the file's own opset, raised to the lowest that is written. */
  public static OnnxOptions like(OnnxHeader source) {
    return new OnnxOptions(
        Math.max(source.opset(), LOWEST_OPSET), false, "", Collections.emptySortedMap(), source);
  }

  public OnnxOptions withOpset(int newOpset) {
    return new OnnxOptions(newOpset, externalData, producerVersion, metadata, source);
  }

  public OnnxOptions withExternalData(boolean external) {
    return new OnnxOptions(opset, external, producerVersion, metadata, source);
  }

  public OnnxOptions withProducerVersion(String version) {
    return new OnnxOptions(opset, externalData, version, metadata, source);
  }

  public OnnxOptions withMetadata(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(metadata);
    more.put(key, value);
    return new OnnxOptions(
        opset, externalData, producerVersion, Collections.unmodifiableSortedMap(more), source);
  }
}
