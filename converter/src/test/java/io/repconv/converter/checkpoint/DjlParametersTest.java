package io.repconv.converter.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.repconv.graph.ElementType;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files that DJL itself writes. */
class DjlParametersTest {
  @TempDir private Path folder;

  @BeforeAll
  static void stayOffline() {
    System.setProperty("ai.djl.offline", "true");
  }

  /** A block of parameters with the names of a state dict. */
  private static final class Named extends AbstractBlock {
    Named(NDManager manager) {
      super((byte) 1);
      NDArray weight = manager.create(new float[] {1, 2.5f, -3, 4, 5, 6}, new Shape(2, 3));
      add("conv1.weight", weight);
      add("steps", manager.create(new long[] {7, 8}));
    }

    private void add(String name, NDArray array) {
      Parameter parameter =
          addParameter(
              Parameter.builder()
                  .setName(name)
                  .setType(Parameter.Type.OTHER)
                  .optRequiresGrad(false)
                  .build());
      parameter.setArray(array);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
      return inputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return inputs;
    }
  }

  private interface Maker {
    Block make(NDManager manager);
  }

  private Path saved(Maker maker) throws IOException {
    try (Model model = Model.newInstance("tiny", "PyTorch")) {
      Block block = maker.make(model.getNDManager());
      model.setBlock(block);
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3));
      model.setProperty("Epoch", "1");
      model.save(folder, "tiny");
    }
    return folder.resolve("tiny-0001.params");
  }

  @Test
  void readsTheParametersOfABlock() throws IOException {
    Map<String, Tensor> tensors = DjlParameters.read(saved(Named::new));

    assertThat(tensors.keySet()).containsExactly("conv1.weight", "steps");
    Tensor weight = requireNonNull(tensors.get("conv1.weight"));
    assertThat(weight.dims()).containsExactly(2, 3);
    assertThat(weight.doubles()).containsExactly(1, 2.5, -3, 4, 5, 6);
    Tensor steps = requireNonNull(tensors.get("steps"));
    assertThat(steps.type()).isEqualTo(ElementType.INT64);
    assertThat(steps.longs()).containsExactly(7, 8);
  }

  @Test
  void refusesABlockOfBlocksWhoseNamesAreNotWhole() throws IOException {
    Path file =
        saved(
            manager ->
                new SequentialBlock()
                    .add(Linear.builder().setUnits(2).build())
                    .add(Blocks.identityBlock()));

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("the parameters of one block, as DJL's Model.save writes them")
        .hasMessageContaining("[RC-112]");
  }

  @Test
  void refusesEveryBeginningOfAFile() throws IOException {
    Path file = saved(Named::new);
    byte[] whole = Files.readAllBytes(file);
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int parameters = text.indexOf("\0P");
    int second = text.lastIndexOf("\0P");
    for (int length = 4; length < whole.length; length++) {
      if (length == parameters || length == second) {
        continue; // A file may end before a parameter; that it is missing shows by name.
      }
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> StateDict.read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(RepconvException.class)
          .hasMessageContaining("[RC-105]");
    }
  }

  @Test
  void refusesSizesThatAreNotThoseOfTheNumbers() throws IOException {
    Path file = saved(Named::new);
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int at = 4; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0x80;
      Files.write(file, damaged);
      try {
        StateDict.read(file);
      } catch (RepconvException e) {
        assertThat(e.code().status().number()).isEqualTo(3);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 4);
  }
}
