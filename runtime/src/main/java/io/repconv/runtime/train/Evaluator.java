package io.repconv.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.train.data.Batch;
import io.repconv.runtime.train.data.BatchLoader;
import io.repconv.runtime.train.data.Batches;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Task;
import io.repconv.runtime.train.metric.Confusion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a network on data, with its running statistics. */
final class Evaluator {
  private final GraphBlock block;
  private final Loss loss;
  private final TargetCheck targets;
  private final BatchLoader loader;

  Evaluator(GraphBlock block, Loss loss, TargetCheck targets, BatchLoader loader) {
    this.block = block;
    this.loss = loss;
    this.targets = targets;
    this.loader = loader;
  }

  /** The metrics by name, as {@link EpochReport} lists them. */
  Map<String, Double> evaluate() {
    Confusion confusion = new Confusion(targets.classes(), targets.ignored());
    double sum = 0;
    long examples = 0;
    try (Batches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        targets.check(batch);
        sum += add(batch, confusion) * batch.size();
        examples += batch.size();
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("val_loss", sum / examples);
    metrics.putAll(named(confusion, loader.dataset()));
    return metrics;
  }

  private double add(Batch batch, Confusion confusion) {
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      Gradients.record(false);
      PtNDArray logits = (PtNDArray) block.run(false, Tensors.images(batch, memory)).head();
      PtNDArray classes = Tensors.targets(batch, memory);
      confusion.count(batch.targets(), Predictions.largest(TorchTensors.fromTorch(logits)));
      return loss.of(List.of(logits), classes, memory).toFloatArray()[0];
    }
  }

  private static Map<String, Double> named(Confusion confusion, Dataset data) {
    if (data.task() == Task.CLASSIFICATION) {
      return Map.of("Top_1", confusion.accuracy());
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("Pixel_Accuracy", confusion.accuracy());
    metrics.put("Mean_IoU", confusion.meanIou());
    for (int c = 0; c < data.classes().size(); c++) {
      String name = "IoU/" + data.classes().get(c);
      confusion.iou(c).ifPresent(iou -> metrics.put(name, iou));
    }
    return metrics;
  }
}
