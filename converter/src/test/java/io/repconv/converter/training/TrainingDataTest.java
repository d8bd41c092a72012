package io.repconv.converter.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.dataset.ShapesDataset;
import io.repconv.runtime.train.data.Batch;
import io.repconv.runtime.train.data.BatchLoader;
import io.repconv.runtime.train.data.Batches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {
  @TempDir private Path folder;

  private TrainingConfig config(Path training, Path validation) throws IOException {
    return TrainingConfig.read(
        Files.writeString(
            folder.resolve("train.json"),
            """
            {
              "name": "shapes",
              "arch": {"type": "ResNet-18", "args": {}},
              "train_loader": {"type": "VOC", "args": {"data_dir": "%s", "batch_size": 4,
                "augment": true, "base_size": 48, "crop_size": 32, "scale": true, "flip": true,
                "rotate": true, "num_workers": 2}},
              "val_loader": {"type": "VOC", "args": {"data_dir": "%s", "batch_size": 3,
                "crop_size": 24, "num_workers": 0}},
              "optimizer": {"type": "SGD", "args": {"lr": 0.1}},
              "loss": "CrossEntropyLoss2d",
              "ignore_index": -1,
              "lr_scheduler": {"type": "Poly"},
              "trainer": {"epochs": 1}
            }
            """
                .formatted(training, validation)));
  }

  @Test
  void aConfigurationsLoadersMakeBatches() throws IOException {
    ShapesDataset.write(folder, 10, 5, 48, 3, 1);
    TrainingConfig config = config(folder, folder);

    TrainingData data = TrainingData.open(config);

    BatchLoader training = new BatchLoader(data.training(), config.training().batches(1));
    assertThat(training.batches()).isEqualTo(3);
    try (Batches batches = training.epoch(0)) {
      Batch batch = batches.next();
      assertThat(batch.images()).hasSize(4 * 3 * 32 * 32);
      assertThat(batch.targets()).hasSize(4 * 32 * 32).contains(-1, 0).doesNotContain(255, 3);
    }
    LoaderConfig loader = config.validation().orElseThrow();
    BatchLoader validation = new BatchLoader(data.validation().orElseThrow(), loader.batches(1));
    try (Batches batches = validation.epoch(0)) {
      Batch batch = batches.next();
      assertThat(batch.size()).isEqualTo(3);
      assertThat(batch.width()).isEqualTo(24);
      assertThat(batch.names().get(0)).endsWith("shapes_000010.jpg");
    }
  }

  @Test
  void trainingAndValidationHaveTheSameClasses() throws IOException {
    Path other = folder.resolve("other");
    ShapesDataset.write(folder, 1, 1, 48, 3, 1);
    ShapesDataset.write(other, 1, 1, 48, 4, 1);
    TrainingConfig config = config(folder, other);

    assertThatThrownBy(() -> TrainingData.open(config))
        .hasMessageContaining("other: the classes background, circle, square, triangle")
        .hasMessageContaining("expected those trained on: background, circle, square.")
        .hasMessageContaining("[RC-601]");
  }
}
