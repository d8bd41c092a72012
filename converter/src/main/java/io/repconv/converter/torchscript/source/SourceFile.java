package io.repconv.converter.torchscript.source;

import java.util.Map;

/**
 * One parsed file of an archive's code folder.
 *
 * @param path entry name in the archive, for messages
 */
public record SourceFile(
    String path, Map<String, ClassDefinition> classes, Map<String, FunctionDefinition> functions) {}
