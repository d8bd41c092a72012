package io.repconv.converter.torchscript.program;

import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.source.ClassDefinition;
import io.repconv.converter.torchscript.source.FunctionDefinition;
import io.repconv.converter.torchscript.source.Parser;
import io.repconv.converter.torchscript.source.SourceFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code folder of an archive. The class {@code __torch__.torch.nn.modules.conv.Conv2d} stands in
 * {@code code/__torch__/torch/nn/modules/conv.py}; files are parsed when something in them is first
 * used.
 */
public final class Code {
  private final TorchArchive archive;
  private final Map<String, SourceFile> files = new HashMap<>();

  Code(TorchArchive archive) {
    this.archive = archive;
  }

  /** A class of the archive and the file in which it stands. */
  public record LocatedClass(ClassDefinition definition, String file) {}

  /** A function of the archive and the file in which it stands. */
  public record LocatedFunction(FunctionDefinition definition, String file) {}

  /** The class of a qualified name, null where the archive has none. */
  public @Nullable LocatedClass findClass(String qualifiedName) {
    SourceFile file = fileOf(qualifiedName);
    ClassDefinition found = file == null ? null : file.classes().get(lastPart(qualifiedName));
    return file == null || found == null ? null : new LocatedClass(found, file.path());
  }

  /** The function of a qualified name, null where the archive has none. */
  public @Nullable LocatedFunction findFunction(String qualifiedName) {
    SourceFile file = fileOf(qualifiedName);
    FunctionDefinition found = file == null ? null : file.functions().get(lastPart(qualifiedName));
    return file == null || found == null ? null : new LocatedFunction(found, file.path());
  }

  private @Nullable SourceFile fileOf(String qualifiedName) {
    int dot = qualifiedName.lastIndexOf('.');
    if (dot < 0) {
      return null;
    }
    String path = "code/" + qualifiedName.substring(0, dot).replace('.', '/') + ".py";
    SourceFile file = files.get(path);
    if (file == null && archive.has(path)) {
      file = Parser.parse(path, archive.text(path));
      files.put(path, file);
    }
    return file;
  }

  private static String lastPart(String qualifiedName) {
    return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
  }
}
