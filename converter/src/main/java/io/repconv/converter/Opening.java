package io.repconv.converter;

import io.repconv.converter.ahead.Ahead;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.RunnableModel;
import java.util.function.Supplier;

/** A model that is opened on another thread. */
final class Opening implements AutoCloseable {
  private final Ahead<RunnableModel> model;

  Opening(Supplier<RunnableModel> opener) {
    model = new Ahead<>(opener);
    Ahead.begin("open a model", model);
  }

  /** The model, when it is open; throws what opening it does. */
  RunnableModel model() {
    return model.get();
  }

  /** Closes the model when it is open. */
  @Override
  public void close() {
    RunnableModel opened;
    try {
      opened = model.get();
    } catch (RepconvException neverOpened) {
      return;
    }
    opened.close();
  }
}
