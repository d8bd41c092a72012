package io.repconv.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTest {
  private static final int SIZE = 2 * Tensor.BLOCK + 7;

  private static float[] floats() {
    Random random = new Random(1);
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
    }
    values[0] = Float.MAX_VALUE;
    values[1] = -Float.MAX_VALUE;
    values[2] = Float.MIN_VALUE;
    values[3] = -0f;
    return values;
  }

  private static Tensor stored(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Tensor.stored(ElementType.FLOAT, new long[] {values.length}, bytes);
  }

  @Test
  void numbersAreFinite() {
    assertThat(stored(floats()).isFinite()).isTrue();
    assertThat(stored().isFinite()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Tensor.BLOCK - 1, Tensor.BLOCK, SIZE - 1})
  void oneThatIsNoNumberIsFoundWhereverItIs(int place) {
    for (float odd :
        new float[] {
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.intBitsToFloat(0x7f800001),
          Float.intBitsToFloat(-1)
        }) {
      float[] values = floats();
      values[place] = odd;
      assertThat(stored(values).isFinite()).as("%s", odd).isFalse();
    }
  }

  @Test
  void rangesAreWidenedExactly() {
    float[] values = floats();
    Tensor tensor = stored(values);
    for (int from : new int[] {0, 5, Tensor.BLOCK}) {
      for (int to : new int[] {from, from + 1, SIZE}) {
        double[] expected = new double[to - from];
        Arrays.setAll(expected, i -> values[from + i]);
        assertThat(tensor.doubles(from, to)).containsExactly(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
  void multiplesAreAddedAsTheValuesAre(ElementType type) {
    double[] values = new Random(2).doubles(SIZE, -1, 1).toArray();
    Tensor tensor = Tensor.of(type, new long[] {SIZE}, values).roundedTo(type);
    Tensor exact = Tensor.of(type, new long[] {SIZE}, values);
    for (Tensor one : new Tensor[] {tensor, exact}) {
      double[] sums = new Random(3).doubles(SIZE + 3).toArray();
      double[] expected = sums.clone();
      for (int i = 0; i < SIZE - 2; i++) {
        expected[3 + i] += 0.3 * one.doubleAt(2 + i);
      }
      one.addTimes(0.3, 2, sums, 3, SIZE - 2);
      assertThat(sums).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
  void whatIsMadeWhenAskedForHasTheBytesOfWhatIsThere(ElementType type) {
    int width = SIZE;
    double[] values = new Random(4).doubles(3L * width, -1, 1).toArray();
    long[] dims = {3, width};
    Tensor there = Tensor.of(type, dims, values);
    Tensor deferred =
        Tensor.deferred(
            type, dims, (from, to) -> Arrays.copyOfRange(values, from * width, to * width));

    assertThat(deferred.bytes()).isEqualTo(there.bytes());
    ByteBuffer some = ByteBuffer.allocate(width * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    deferred.put(some, width, 2 * width);
    assertThat(some.flip()).isEqualTo(there.bytes(width, 2 * width));
  }
}
