package io.repconv.converter.torchscript.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class of the archive.
 *
 * @param base what it extends, {@code Module} or {@code NamedTuple}; null where nothing is named
 * @param fields declared attributes and their types, in order
 * @param constants values of {@code Final} attributes and of plain class-level assignments
 * @param methods methods by name
 */
public record ClassDefinition(
    String name,
    @Nullable String base,
    Map<String, Expression> fields,
    Map<String, Expression> constants,
    Map<String, FunctionDefinition> methods,
    int line) {}
