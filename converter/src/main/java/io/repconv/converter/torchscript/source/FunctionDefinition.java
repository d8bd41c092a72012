package io.repconv.converter.torchscript.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function or method.
 *
 * @param returnType the annotated result, null where there is none
 */
public record FunctionDefinition(
    String name,
    List<Parameter> parameters,
    @Nullable Expression returnType,
    List<Statement> body,
    int line) {

  /** One parameter; type and default are null where the source gives none. */
  public record Parameter(
      String name, @Nullable Expression type, @Nullable Expression defaultValue) {}
}
