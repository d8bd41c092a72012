package io.repconv.converter.torchscript.program;

import io.repconv.converter.ahead.Ahead;
import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.converter.torchscript.source.ClassDefinition;
import io.repconv.converter.torchscript.source.FunctionDefinition;
import io.repconv.converter.torchscript.source.Parser;
import io.repconv.converter.torchscript.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code folder of an archive. The class {@code __torch__.torch.nn.modules.conv.Conv2d} stands in
 * {@code code/__torch__/torch/nn/modules/conv.py}. Files are parsed one after the other on a thread
 * of their own, and one that is not when something in it is used, by who uses it.
 */
public final class Code {
  private static final String FOLDER = "code/";
  private static final String ENDING = ".py";

  private final Map<String, Ahead<SourceFile>> files = new LinkedHashMap<>();

  Code(TorchArchive archive) {
    for (String path : archive.names()) {
      if (path.startsWith(FOLDER) && path.endsWith(ENDING)) {
        files.put(path, new Ahead<>(() -> Parser.parse(path, archive.text(path))));
      }
    }
    Ahead.begin("parse code", () -> files.values().forEach(Ahead::run));
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
    Ahead<SourceFile> file =
        files.get(FOLDER + qualifiedName.substring(0, dot).replace('.', '/') + ENDING);
    return file == null ? null : file.get();
  }

  private static String lastPart(String qualifiedName) {
    return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
  }
}
