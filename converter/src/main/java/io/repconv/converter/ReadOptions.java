package io.repconv.converter;

import io.repconv.converter.input.InputShape;
import io.repconv.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model is read.
 *
 * @param inputs shapes for the inputs; those not given keep what the file says of them
 * @param outputs the names of the outputs to keep; empty for all
 * @param head what is appended to the first output
 * @param architecture the network that the weights of a checkpoint belong to
 */
public record ReadOptions(
    List<InputShape> inputs,
    List<String> outputs,
    Optional<Head> head,
    Optional<String> architecture) {
  public static final ReadOptions DEFAULT =
      new ReadOptions(List.of(), List.of(), Optional.empty(), Optional.empty());

  public ReadOptions {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** These with a shape for one more input, {@code Nx3xHxW} or {@code image=Nx3xHxW}. */
  public ReadOptions withInput(String shape) {
    List<InputShape> more = new ArrayList<>(inputs);
    more.add(InputShape.parse(shape));
    return new ReadOptions(more, outputs, head, architecture);
  }

  public ReadOptions withInput(String name, Shape shape) {
    List<InputShape> more = new ArrayList<>(inputs);
    more.add(new InputShape(name, shape));
    return new ReadOptions(more, outputs, head, architecture);
  }

  public ReadOptions withOutputs(String... names) {
    return new ReadOptions(inputs, List.of(names), head, architecture);
  }

  /** These with the architecture of a checkpoint's weights, {@code NAME:key=value,…}. */
  public ReadOptions withArchitecture(String description) {
    return new ReadOptions(inputs, outputs, head, Optional.of(description));
  }

  public ReadOptions withHead(Head appended) {
    return new ReadOptions(inputs, outputs, Optional.of(appended), architecture);
  }
}
