package io.repconv.converter.torchscript.value;

/**
 * What an unsupported operator would have returned. Evaluation goes on with it, so that all
 * unsupported operators of a model are found at once.
 */
public enum Unknown {
  VALUE
}
