package io.repconv.converter.training;

import io.repconv.converter.Model;
import io.repconv.converter.WriteOptions;
import io.repconv.converter.file.TemporaryFolder;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.train.GraphBlock;
import io.repconv.runtime.train.NormOptions;
import io.repconv.runtime.train.Predictions;
import io.repconv.runtime.train.data.Batch;
import io.repconv.runtime.train.data.BatchLoader;
import io.repconv.runtime.train.data.BatchOptions;
import io.repconv.runtime.train.data.Batches;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.metric.Confusion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How well a trained network does once it is folded to one branch and runs in ONNX Runtime, beside
 * the network as it was trained, in libtorch.
 *
 * @param examples images
 * @param trained the accuracy over images, or over pixels in segmentation
 * @param deployed the same of the folded network
 * @param parted images that the two judge differently, or where they do in some pixel, by name
 */
public record DeployedAccuracy(int examples, double trained, double deployed, List<String> parted) {
  public DeployedAccuracy {
    parted = List.copyOf(parted);
  }

  /**
   * Measures a checkpoint of {@code plan} on what it is validated on.
   *
   * @throws io.repconv.graph.RepconvException as reading, folding and writing do
   */
  static DeployedAccuracy of(TrainingPlan plan, Path checkpoint, Dataset data) {
    Model model = Model.read(checkpoint);
    LoaderConfig loader = plan.config().validation().orElse(plan.config().training());
    BatchOptions given = loader.batches(plan.config().seed());
    BatchOptions options =
        new BatchOptions(given.batchSize(), false, false, given.workers(), given.seed());
    try (TemporaryFolder folder = TemporaryFolder.create("repconv")) {
      Path file = folder.path().resolve("deployed.onnx");
      model.fold().write(file, WriteOptions.DEFAULT);
      try (OrtModel deployed = OrtModel.open(file, OrtOptions.OPTIMIZED);
          GraphBlock trained =
              new GraphBlock(
                  TrainedNetwork.read(checkpoint), NormOptions.DEFAULT, plan.options().threads())) {
        return compare(new BatchLoader(data, options), trained, deployed, plan);
      }
    }
  }

  private static DeployedAccuracy compare(
      BatchLoader loader, GraphBlock trained, OrtModel deployed, TrainingPlan plan) {
    int classes = loader.dataset().classes().size();
    Confusion before = new Confusion(classes, plan.options().ignored());
    Confusion after = new Confusion(classes, plan.options().ignored());
    List<String> parted = new ArrayList<>();
    try (Batches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        int[] one = Predictions.of(trained, batch);
        int[] other = Predictions.largest(run(deployed, batch));
        before.count(batch.targets(), one);
        after.count(batch.targets(), other);
        int each = one.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
          if (!Arrays.equals(one, i * each, (i + 1) * each, other, i * each, (i + 1) * each)) {
            parted.add(batch.names().get(i));
          }
        }
      }
    }
    return new DeployedAccuracy(
        loader.dataset().size(), before.accuracy(), after.accuracy(), parted);
  }

  private static Tensor run(OrtModel model, Batch batch) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(batch.images().length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(batch.images());
    long[] dims = {batch.size(), batch.channels(), batch.height(), batch.width()};
    Tensor image = Tensor.stored(ElementType.FLOAT, dims, bytes);
    return model.run(Map.of("input", image)).values().iterator().next();
  }
}
