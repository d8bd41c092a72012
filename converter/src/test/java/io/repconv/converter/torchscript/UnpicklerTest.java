package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.torchscript.PickleWriter.Call;
import io.repconv.converter.torchscript.PickleWriter.Instance;
import io.repconv.converter.torchscript.PickleWriter.Name;
import io.repconv.converter.torchscript.PickleWriter.None;
import io.repconv.converter.torchscript.PickleWriter.Storage;
import io.repconv.converter.torchscript.PickleWriter.TupleOf;
import io.repconv.converter.torchscript.pickle.PickledObject;
import io.repconv.converter.torchscript.pickle.StorageRef;
import io.repconv.converter.torchscript.pickle.TensorRef;
import io.repconv.converter.torchscript.pickle.TorchGlobals;
import io.repconv.converter.torchscript.pickle.Unpickler;
import io.repconv.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpicklerTest {
  private static Object read(byte[] pickle) {
    return Unpickler.unpickle("test", ByteBuffer.wrap(pickle), TorchGlobals::ofArchive);
  }

  private static Object read(String latin1) {
    return read(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsModulesAndTheirAttributes() {
    Object child = new Instance("__torch__.torch.nn", "Conv2d", Map.of("training", false));
    Object model = new Instance("__torch__", "M", Map.of("conv", child, "size", 3L));
    PickledObject read = (PickledObject) read(PickleWriter.pickle(model));
    assertThat(read.className()).isEqualTo("__torch__.M");
    assertThat(read.attributes()).containsEntry("size", 3L);
    PickledObject conv = (PickledObject) read.attributes().get("conv");
    assertThat(conv.className()).isEqualTo("__torch__.torch.nn.Conv2d");
  }

  @Test
  void readsTensorsAsStridesOverAStorage() {
    Object tensor =
        TinyArchive.rebuild(
            new Storage("HalfStorage", "7", 24), 2, List.of(2L, 3L), List.of(1L, 8L));
    assertThat(read(PickleWriter.pickle(tensor)))
        .isEqualTo(
            new TensorRef(
                new StorageRef(ElementType.FLOAT16, "7", 24), 2, List.of(2L, 3L), List.of(1L, 8L)));
  }

  @Test
  void readsTheListsThatTorchTags() {
    Object ints = new Call("torch.jit._pickle", "build_intlist", List.of(List.of(1L, 2L)));
    Object tagged =
        new Call("torch.jit._pickle", "restore_type_tag", List.of(List.of(0.5), "List[float]"));
    assertThat(read(PickleWriter.pickle(ints))).isEqualTo(List.of(1L, 2L));
    assertThat(read(PickleWriter.pickle(tagged))).isEqualTo(List.of(0.5));
  }

  @Test
  void readsEveryFormOfAnInt() {
    assertThat(read("\200\2K\377.")).isEqualTo(255L);
    assertThat(read("\200\2M\1\2.")).isEqualTo(513L);
    assertThat(read("\200\2J\377\377\377\377.")).isEqualTo(-1L);
    assertThat(read("\200\2\212\1\200.")).isEqualTo(-128L);
    assertThat(read("\200\2\212\0.")).isEqualTo(0L);
  }

  @Test
  void readsProtocolFourWithItsFramesAndMemo() {
    assertThat(read("\200\4\225\7\0\0\0\0\0\0\0\214\1a\224h\0\206."))
        .hasToString("Tuple[items=[a, a]]");
  }

  @Test
  void namesEveryForbiddenGlobal() {
    Object evil =
        List.of(
            new Call("posix", "system", List.of("touch was-here")),
            new Instance("models.resnet", "ResNet", Map.of("a", 1L)),
            new Name("builtins", "eval"));
    assertThatThrownBy(() -> read(PickleWriter.pickle(evil)))
        .hasMessageContaining("posix.system, models.resnet.ResNet, builtins.eval")
        .hasMessageContaining("repconv never does")
        .hasMessageEndingWith("[RC-107]");
  }

  @Test
  void namesAForbiddenGlobalOfProtocolFour() {
    assertThatThrownBy(() -> read("\200\4\214\5posix\214\6system\223)R."))
        .hasMessageContaining("posix.system");
  }

  @Test
  void namesAForbiddenGlobalThoughThePickleIsDamagedBehindIt() {
    assertThatThrownBy(() -> read("\200\2cos\nsystem\n\1\2"))
        .hasMessageContaining("os.system")
        .hasMessageEndingWith("[RC-107]");
  }

  @Test
  void countsForbiddenGlobalsThatAreTooManyToName() {
    Object many =
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).stream()
            .map(i -> (Object) new Name("evil", "f" + i))
            .toList();
    assertThatThrownBy(() -> read(PickleWriter.pickle(many))).hasMessageContaining("and 2 more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\200\2.", // nothing on the stack
        "\200\2t.", // a tuple without a mark
        "\200\2h\5.", // a memo entry that was never stored
        "\200\2}]Ns.", // a dict key that is a list
        "\200\2NNa.", // an item for None
        "\200\2NR.", // a call without arguments
        "\200\2NNR.", // a call of None
        "\200\2N)\201.", // an object of None
        "\200\2NQ.", // a persistent id that is no storage
        "\200\2\377." // an unknown opcode
      })
  void refusesMalformedPickles(String pickle) {
    assertThatThrownBy(() -> read(pickle)).hasMessageEndingWith("[RC-112]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\200\2",
        "\200\2X\377\377\377\177abc.",
        "\200\2\215\377\377\377\377\377\377\377\177.",
        "\200\2ctorch\nFloat"
      })
  void refusesPicklesThatEndTooEarly(String pickle) {
    assertThatThrownBy(() -> read(pickle)).hasMessageEndingWith("[RC-105]");
  }

  @Test
  void refusesMoreContainersThanAModelHas() {
    byte[] bomb = new byte[4_100_002];
    Arrays.fill(bomb, (byte) ']');
    bomb[0] = (byte) 0x80;
    bomb[1] = 2;
    assertThatThrownBy(() -> read(bomb))
        .hasMessageContaining("4000000 lists, tuples, dicts and objects")
        .hasMessageEndingWith("[RC-111]");
  }

  @Test
  void refusesATensorOfOtherParts() {
    Object tensor = new Call("torch._utils", "_rebuild_tensor_v2", List.of(1L, 2L, 3L, 4L));
    assertThatThrownBy(() -> read(PickleWriter.pickle(tensor)))
        .hasMessageContaining("storage, offset, sizes, strides");
  }

  @Test
  void readsAStateDictOfParameters() {
    Object weight =
        new Call(
            "torch._utils",
            "_rebuild_parameter",
            List.of(
                TinyArchive.rebuild(
                    new Storage("FloatStorage", "0", 1), 0, List.of(1L), List.of(1L)),
                true,
                new Call("collections", "OrderedDict", List.of())));
    Object pickled =
        new Call(
            "collections",
            "OrderedDict",
            List.of(
                List.of(
                    new TupleOf(List.of("weight", weight)), new TupleOf(List.of("x", None.NONE)))));
    Object read =
        Unpickler.unpickle(
            "test", ByteBuffer.wrap(PickleWriter.pickle(pickled)), TorchGlobals::ofCheckpoint);
    assertThat((Map<?, ?>) read).hasSize(2);
    assertThat(((Map<?, ?>) read).get("weight")).isInstanceOf(TensorRef.class);
  }

  @Test
  void leavesTheBufferBehindThePickle() {
    ByteBuffer two = ByteBuffer.wrap("\200\2K\1.\200\2K\2.".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Unpickler.unpickle("test", two, TorchGlobals::ofArchive)).isEqualTo(1L);
    assertThat(Unpickler.unpickle("test", two, TorchGlobals::ofArchive)).isEqualTo(2L);
  }
}
