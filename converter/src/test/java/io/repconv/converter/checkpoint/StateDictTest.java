package io.repconv.converter.checkpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.Fixtures;
import io.repconv.converter.torchscript.PickleWriter.Call;
import io.repconv.converter.torchscript.PickleWriter.Instance;
import io.repconv.converter.torchscript.PickleWriter.Name;
import io.repconv.converter.torchscript.PickleWriter.Storage;
import io.repconv.converter.torchscript.TinyArchive;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateDictTest {
  private static final double NAN = Double.NaN;

  @TempDir private Path folder;

  private static StateDict plain() {
    return StateDict.read(Fixtures.checkpoint("pth"));
  }

  /** A zip checkpoint that holds what is saved. */
  private Path saved(TinyArchive archive, Object root) {
    return archive.model(root).writeZip(folder);
  }

  private StateDict read(TinyArchive archive, Object root) {
    return StateDict.read(saved(archive, root));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void readsTheNamesOfTorchInTheirOrderWithoutCounters() {
    Map<String, Tensor> tensors = plain().tensors();

    assertThat(tensors).hasSize(102);
    assertThat(tensors.keySet())
        .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var")
        .noneMatch(name -> name.endsWith("num_batches_tracked"));
    assertThat(requireNonNull(tensors.get("fc.weight")).dims()).containsExactly(5, 16);
    assertThat(plain().notices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "legacy.pth",
        "wrapped.pth",
        "wrapped-legacy.pth",
        "channels-last.pth",
        "double.pth"
      })
  void readsTheSameNumbersFromEveryForm(String form) {
    Map<String, Tensor> expected = plain().tensors();
    Map<String, Tensor> tensors = StateDict.read(Fixtures.checkpoint(form)).tensors();

    assertThat(tensors.keySet()).containsExactlyElementsOf(expected.keySet());
    tensors.forEach(
        (name, tensor) -> {
          Tensor plain = requireNonNull(expected.get(name));
          assertThat(tensor.type()).isEqualTo(ElementType.FLOAT);
          assertThat(tensor.shape()).isEqualTo(plain.shape());
          assertThat(tensor.doubles()).as(name).containsExactly(plain.doubles());
        });
  }

  @Test
  void widensHalfExactlyAndSaysSo() {
    StateDict half = StateDict.read(Fixtures.checkpoint("half.pth"));

    assertThat(half.notices())
        .containsExactly("102 tensors of type float16 became float32, exactly");
    plain()
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(requireNonNull(half.tensors().get(name)).bytes())
                    .as(name)
                    .isEqualTo(
                        tensor
                            .roundedTo(ElementType.FLOAT16)
                            .roundedTo(ElementType.FLOAT)
                            .bytes()));
  }

  @Test
  void roundsDoublesOnceAndSaysSo() {
    TinyArchive archive = new TinyArchive("archive");
    Tensor thirds =
        Tensor.of(ElementType.DOUBLE, new long[] {3}, new double[] {1 / 3.0, -2e-40, 7});
    StateDict read = read(archive, ordered("w", archive.tensor(thirds)));

    assertThat(read.notices())
        .containsExactly("1 tensor of type double became float32, each number rounded once");
    assertThat(requireNonNull(read.tensors().get("w")).doubles())
        .containsExactly((float) (1 / 3.0), (float) -2e-40, 7);
  }

  @Test
  void refusesADoubleBeyondFloat() {
    TinyArchive archive = new TinyArchive("archive");
    Tensor large = Tensor.of(ElementType.DOUBLE, new long[] {2}, new double[] {1, 1e39});
    Path file = saved(archive, ordered("w", archive.tensor(large)));

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("tiny.pt, w: the double 1.0E39")
        .hasMessageContaining("[RC-302]");
  }

  @Test
  void saysWhichOfSeveralStateDictsWasTaken() {
    assertThat(StateDict.read(Fixtures.checkpoint("wrapped.pth")).notices())
        .containsExactly(
            "the weights under 'state_dict' were taken, those under 'model_ema' were not");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "module.a module.b, a b",
    "_orig_mod.a _orig_mod.b, a b",
    "_orig_mod.module.a _orig_mod.module.b, a b",
    "module._orig_mod.a module._orig_mod.b, a b",
    "module.a b, module.a b",
    "modules.a modules.b, modules.a modules.b"
  })
  void takesAPrefixOffThatEveryNameHas(String names, String expected) {
    TinyArchive archive = new TinyArchive("archive");
    Map<String, Object> state = new LinkedHashMap<>();
    for (String name : names.split(" ")) {
      state.put(name, archive.tensor(Tensor.ofFloats(new long[] {1}, 1)));
    }
    assertThat(read(archive, state).tensors().keySet()).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state_dict",
        "model_state_dict",
        "model_state",
        "model",
        "ema",
        "model_ema",
        "net"
      })
  void looksThroughTheKeysOfTrainingScripts(String key) {
    TinyArchive archive = new TinyArchive("archive");
    Object tensor = archive.tensor(Tensor.ofFloats(new long[] {1}, 3));
    Object root =
        ordered(
            "epoch",
            7L,
            "args",
            new Instance("argparse", "Namespace", Map.of("lr", 0.1)),
            key,
            ordered("state_dict", ordered("w", tensor, "n_averaged_note", "text")));

    assertThat(read(archive, root).tensors()).containsOnlyKeys("w");
  }

  @Test
  void refusesADictWithoutTensors() {
    Path file = saved(new TinyArchive("archive"), ordered("epoch", 3L, "lr", 0.1));

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("no tensors by name in it; the first keys are [epoch, lr]")
        .hasMessageContaining("torch.save(model.state_dict(), path)")
        .hasMessageContaining("[RC-117]");
  }

  @Test
  void refusesWrappersWithoutEnd() {
    Object root = "leaf";
    for (int depth = 0; depth < 100; depth++) {
      root = ordered("model", root);
    }
    Path file = saved(new TinyArchive("archive"), root);

    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("[RC-117]");
  }

  @Test
  void refusesCodeAndNamesIt() {
    Object root = ordered("w", new Call("os", "system", new ArrayList<>(List.of("true"))));
    Path file = saved(new TinyArchive("archive"), root);

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("the pickle names os.system")
        .hasMessageContaining("[RC-107]");
  }

  @Test
  void refusesAPickledModule() {
    Object root = new Instance("torchvision.models.resnet", "ResNet", Map.of("training", false));
    Path file = saved(new TinyArchive("archive"), root);

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("torchvision.models.resnet.ResNet")
        .hasMessageContaining("[RC-107]");
  }

  @Test
  void passesNumbersOfNumpyBy() {
    TinyArchive archive = new TinyArchive("archive");
    Object scalar =
        new Call(
            "numpy.core.multiarray",
            "scalar",
            List.of(
                new Call("numpy", "dtype", List.of("f8", false, true)),
                new Call("_codecs", "encode", List.of("12345678", "latin1"))));
    Object tensor = archive.tensor(Tensor.ofFloats(new long[] {1}, 3));

    assertThat(read(archive, ordered("best", scalar, "model", ordered("w", tensor))).tensors())
        .containsOnlyKeys("w");
  }

  @Test
  void refusesNaN() {
    TinyArchive archive = new TinyArchive("archive");
    Object tensor = archive.tensor(Tensor.ofFloats(new long[] {2}, 1, (float) NAN));
    Path file = saved(archive, ordered("dense.weight", tensor));

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("dense.weight: element 1 of [2] is NaN")
        .hasMessageContaining("[RC-110]");
  }

  @ParameterizedTest(name = "{0} elements from {1} in steps of {2}")
  @CsvSource({"5, 0, 1", "4, 1, 1", "2, 0, 4", "1000000000000, 0, 0", "3, -1, 1", "2, 3, -1"})
  void refusesATensorOutsideItsStorage(long size, long offset, long stride) {
    TinyArchive archive = new TinyArchive("archive").stored("data/0", new byte[16]);
    Object tensor =
        TinyArchive.rebuild(
            new Storage("FloatStorage", "0", 4), offset, List.of(size), List.of(stride));
    Path file = saved(archive, ordered("w", tensor));

    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageMatching("(?s).*(RC-106|RC-111|RC-112).*");
  }

  @Test
  void aCheckpointNamesItsTypesWithoutUsingThem() {
    TinyArchive archive = new TinyArchive("archive");
    Object tensor = archive.tensor(Tensor.ofFloats(new long[] {1}, 3));
    assertThat(read(archive, ordered("w", tensor, "dtype", new Name("torch", "float16"))).tensors())
        .containsOnlyKeys("w");
  }
}
