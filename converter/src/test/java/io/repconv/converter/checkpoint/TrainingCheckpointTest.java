package io.repconv.converter.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.Fixtures;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCheckpointTest {
  private static final String TRAINING = "{\"epoch\": 3, \"best\": 0.91}";

  @TempDir private Path folder;

  private static TrainingCheckpoint some(float first) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("conv1.weight", Tensor.ofFloats(new long[] {1, 2}, first, 2));
    parameters.put("bn1.running_var", Tensor.ofFloats(new long[] {1}, 0.5f));
    Map<String, Tensor> state =
        Map.of("momentum.conv1.weight", Tensor.ofFloats(new long[] {1, 2}, 3, 4));
    return new TrainingCheckpoint("ResNet-18:width=2", parameters, state, TRAINING);
  }

  @Test
  void readsBackWhatItWrites() {
    Path file = folder.resolve("best");
    some(1).write(file);
    TrainingCheckpoint read = TrainingCheckpoint.read(file);

    assertThat(read.architecture()).isEqualTo("ResNet-18:width=2");
    assertThat(read.training()).isEqualTo(TRAINING);
    assertThat(read.parameters().keySet()).containsExactly("conv1.weight", "bn1.running_var");
    assertThat(requireNonNull(read.parameters().get("conv1.weight")).doubles())
        .containsExactly(1, 2);
    assertThat(read.state()).containsOnlyKeys("momentum.conv1.weight");
    assertThat(requireNonNull(read.state().get("momentum.conv1.weight")).doubles())
        .containsExactly(3, 4);
  }

  @Test
  void replacesTheOneBeforeWhileThatIsStillRead() {
    Path file = folder.resolve("best");
    some(1).write(file);
    TrainingCheckpoint before = TrainingCheckpoint.read(file);
    some(9).write(file);

    assertThat(requireNonNull(before.parameters().get("conv1.weight")).doubles())
        .containsExactly(1, 2);
    assertThat(
            requireNonNull(TrainingCheckpoint.read(file).parameters().get("conv1.weight"))
                .doubles())
        .containsExactly(9, 2);
    assertThat(folder.toFile().list()).containsExactly("best");
  }

  @Test
  void isAStateDictOfItsParametersThatNamesItsArchitecture() {
    Path file = folder.resolve("best");
    some(1).write(file);
    StateDict weights = StateDict.read(file);

    assertThat(weights.tensors()).containsOnlyKeys("conv1.weight", "bn1.running_var");
    assertThat(weights.architecture()).contains("ResNet-18:width=2");
    assertThat(weights.notices()).containsExactly("its architecture is ResNet-18:width=2");
  }

  @Test
  void refusesOtherFilesAndLaterVersions() {
    Path later = folder.resolve("later");
    new Safetensors(Map.of(), Map.of("repconv.format", "2", "repconv.architecture", "ResNet-18"))
        .write(later);

    assertThatThrownBy(() -> TrainingCheckpoint.read(later))
        .hasMessageContaining("its metadata give the version 2")
        .hasMessageContaining("[RC-117]");
    assertThatThrownBy(() -> StateDict.read(later)).hasMessageContaining("the version 2");
    assertThatThrownBy(() -> TrainingCheckpoint.read(Fixtures.checkpoint("pth")))
        .hasMessageContaining("the file is a checkpoint that torch.save wrote")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void aParameterCannotHaveTheNameOfAState() {
    assertThatThrownBy(
            () ->
                new TrainingCheckpoint(
                    "X", Map.of("optimizer.w", Tensor.scalar(1)), Map.of(), TRAINING))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
