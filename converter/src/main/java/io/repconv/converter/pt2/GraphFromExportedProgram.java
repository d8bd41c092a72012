package io.repconv.converter.pt2;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.ImportedModel;
import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.value.FixedSize;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads an archive of {@code torch.export.save} (schema 8) as a graph. Its nodes are calls of the
 * operators that TorchScript has, so they are lowered by the same table.
 *
 * <p>Inputs have the file's shapes; the symbols among their sizes can be given other names, or
 * numbers.
 */
public final class GraphFromExportedProgram {
  private static final long SCHEMA = 8;

  private GraphFromExportedProgram() {}

  /**
   * Reads a model.
   *
   * @throws RepconvException where the file is damaged, of another schema, or outside what is
   *     supported; SHAPE_MISMATCH and FIXED_SIZE where the shapes do not go with the file's
   */
  public static ImportedModel read(Path path, List<InputShape> shapes) {
    try {
      return TorchArchive.read(path, archive -> read(archive, shapes));
    } catch (FixedSize fixed) {
      throw RepconvException.of(ErrorCode.FIXED_SIZE)
          .at(path.toString())
          .observed(String.valueOf(fixed.getMessage()))
          .expected("a program for every size that its inputs leave open")
          .fix("Give the sizes as numbers with --input.")
          .build();
    }
  }

  private static ImportedModel read(TorchArchive archive, List<InputShape> shapes) {
    JsonField program = JsonField.read(archive, ModuleStack.GRAPH);
    requireSchema(archive.path(), program);
    ExportedProgram exported = new ExportedProgram(program, new Weights(archive));
    Graph graph = exported.graph(shapes);
    return new ImportedModel(graph, List.of(), Map.copyOf(exported.seen()), List.of());
  }

  private static void requireSchema(Path path, JsonField program) {
    JsonField version = program.get("schema_version");
    long major = version.get("major").integer();
    if (major != SCHEMA) {
      throw RepconvException.of(ErrorCode.OTHER_FORMAT)
          .at(path.toString())
          .observed("a torch.export archive of schema " + major)
          .expected("schema " + SCHEMA)
          .fix(
              "Load it with the torch that wrote it and save it again with torch.export.save of torch 2.9 to 2.13.")
          .build();
    }
  }
}
