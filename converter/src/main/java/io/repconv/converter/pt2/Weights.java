package io.repconv.converter.pt2;

import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.pickle.StorageRef;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.converter.torchscript.program.TensorReader;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters, buffers and constants of an archive, each in an entry of raw bytes; read when
 * asked for.
 */
final class Weights {
  private static final List<String> KINDS = List.of("weights", "constants");

  private final TensorReader reader;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(String folder, JsonField config) {}

  Weights(TorchArchive archive) {
    this.reader = new TensorReader(archive);
    for (String kind : KINDS) {
      String folder = "data/" + kind;
      String config = folder + "/model_" + kind + "_config.json";
      if (archive.has(folder + "/model.pt")) {
        throw pickled(archive, folder + "/model.pt");
      }
      if (archive.has(config)) {
        JsonField.read(archive, config)
            .get("config")
            .members()
            .forEach((name, entry) -> entries.putIfAbsent(name, new Entry(folder, entry)));
      }
    }
  }

  private static RepconvException pickled(TorchArchive archive, String entry) {
    return RepconvException.of(ErrorCode.OTHER_FORMAT)
        .at(archive.path().toString())
        .observed("a .pt2 with its weights in a pickle, " + entry + ", as torch 2.8 wrote it")
        .expected("an entry for each weight")
        .fix(
            "Load it with torch.export.load in torch 2.9 or newer and save it again with torch.export.save.")
        .build();
  }

  /**
   * The tensor of a parameter's name.
   *
   * @throws RepconvException MISSING_DATA, CORRUPT where it reaches outside its entry, NOT_A_NUMBER
   *     where it holds NaN
   */
  Tensor read(String name, String where) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(where)
          .observed("no weight '" + name + "'")
          .expected("one, as the signature refers to it")
          .build();
    }
    JsonField config = entry.config();
    if (config.find("use_pickle").map(JsonField::flag).orElse(false)) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_SOURCE)
          .at(name)
          .observed("a pickled tensor of a class of its own")
          .expected("plain tensors")
          .fix("Replace it by an ordinary tensor before torch.export.")
          .build();
    }
    JsonField meta = config.get("tensor_meta");
    ElementType type = ScalarTypes.type(meta.get("dtype"));
    TensorRef ref =
        new TensorRef(
            new StorageRef(type, config.get("path_name").text(), Long.MAX_VALUE),
            meta.get("storage_offset").get("as_int").integer(),
            integers(meta.get("sizes")),
            integers(meta.get("strides")));
    return reader.read(ref, entry.folder(), name);
  }

  private static List<Long> integers(JsonField list) {
    return list.items().stream().map(item -> item.get("as_int").integer()).toList();
  }
}
