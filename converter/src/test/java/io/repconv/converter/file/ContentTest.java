package io.repconv.converter.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
  /** Several blocks, the last of them smaller. */
  private static final int ROWS = 1000;

  private static final int WIDTH = 300;

  @TempDir private Path folder;

  private static double number(int i) {
    return i * 0.1;
  }

  private static double[] rows(int from, int to) {
    double[] values = new double[(to - from) * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(from * WIDTH + i);
    }
    return values;
  }

  private static Content content(Tensor tensor) {
    Content content = new Content();
    content.add(new byte[] {1, 2, 3});
    content.align(64);
    content.add(tensor);
    content.add(new byte[] {4});
    return content;
  }

  @Test
  void aDeferredTensorIsWrittenWholeBetweenItsNeighbours() throws IOException {
    Tensor tensor = Tensor.deferred(ElementType.FLOAT, new long[] {ROWS, WIDTH}, ContentTest::rows);
    Content content = content(tensor);
    Path file = folder.resolve("file");

    content.writeTo(file);

    ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(written.remaining()).isEqualTo(64 + 4 * ROWS * WIDTH + 1);
    assertThat(content.size()).isEqualTo(written.remaining());
    assertThat(written.get(2)).isEqualTo((byte) 3);
    assertThat(written.get(3)).isZero();
    assertThat(written.get(written.limit() - 1)).isEqualTo((byte) 4);
    for (int i = 0; i < ROWS * WIDTH; i++) {
      assertThat(written.getFloat(64 + 4 * i)).isEqualTo((float) number(i));
    }
  }

  @Test
  void aFileHoldsTheSameAsAStream() throws IOException {
    Tensor computed = Tensor.of(ElementType.DOUBLE, new long[] {ROWS, WIDTH}, rows(0, ROWS));
    Tensor stored = Tensor.stored(ElementType.DOUBLE, computed.dims(), computed.bytes());
    for (Tensor tensor : new Tensor[] {computed, stored, Tensor.scalar(7)}) {
      Path file = folder.resolve(tensor.rank() + "-" + System.identityHashCode(tensor));
      ByteArrayOutputStream stream = new ByteArrayOutputStream();

      content(tensor).writeTo(file);
      content(tensor).writeTo(stream);

      assertThat(file).hasBinaryContent(stream.toByteArray());
    }
  }

  @Test
  void anEmptyTensorTakesNoBytes() {
    Content content = new Content();
    content.add(Tensor.of(ElementType.FLOAT, new long[] {0, 3}, new double[0]));
    assertThat(content.size()).isZero();
  }
}
