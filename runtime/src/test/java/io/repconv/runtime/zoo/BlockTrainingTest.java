package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.graph.Tensor;
import io.repconv.runtime.torch.TorchTensors;
import io.repconv.runtime.train.GraphBlock;
import io.repconv.runtime.train.NormOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Blocks in training, with statistics of the batch and borders of the running ones. */
class BlockTrainingTest {
  /** One image in training, then in evaluation with the statistics that training left. */
  @Test
  void computesWhatTheAuthorsProgramsComputeInTraining() throws IOException {
    Path file = Path.of(System.getProperty("repconv.fixtures"), "zoo", "block-training.txt");
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i += 2) {
      String name = lines.get(i).split(" ", 2)[0];
      Network network = PublishedNetwork.filled(PublishedNetwork.block(name));
      try (GraphBlock block = new GraphBlock(network, NormOptions.DEFAULT, 1)) {
        assertThat(sampled(block, true)).as(name).containsExactly(numbers(lines.get(i)), close());
        assertThat(sampled(block, false))
            .as(name)
            .containsExactly(numbers(lines.get(i + 1)), close());
      }
    }
  }

  private static Offset<Double> close() {
    return within(3e-5);
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(" ", -1)).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private static double[] sampled(GraphBlock block, boolean training) {
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      Tensor image = PublishedNetwork.image(List.of(1L, 6L, 33L, 46L));
      double[] all =
          TorchTensors.fromTorch(block.run(training, TorchTensors.toTorch(memory, image)).head())
              .doubles();
      double[] some = new double[24];
      for (int i = 0; i < some.length; i++) {
        some[i] = all[i * all.length / some.length];
      }
      return some;
    }
  }
}
