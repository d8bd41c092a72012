package io.repconv.graph.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {
  /** A view and, element by element, where each of its elements lies. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Traced(View view, int[] dims, long[] places) {
    static Traced of(int... dims) {
      long[] whole = Arrays.stream(dims).asLongStream().toArray();
      int count = Arrays.stream(dims).reduce(1, Math::multiplyExact);
      return new Traced(View.of(whole), dims, IntStream.range(0, count).asLongStream().toArray());
    }

    /** Another view, whose element at an index is the element here at the index's source. */
    Traced moved(View changed, int[] newDims, UnaryOperator<int[]> source) {
      long[] moved = new long[Arrays.stream(newDims).reduce(1, Math::multiplyExact)];
      for (int i = 0; i < moved.length; i++) {
        moved[i] = places[place(source.apply(index(i, newDims)), dims)];
      }
      return new Traced(changed, newDims, moved);
    }

    Traced permuted(Random random) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, dims.length).boxed().toList());
      Collections.shuffle(order, random);
      int[] axes = order.stream().mapToInt(axis -> axis).toArray();
      int[] newDims = Arrays.stream(axes).map(axis -> dims[axis]).toArray();
      return moved(
          view.permute(axes),
          newDims,
          index -> {
            int[] from = new int[index.length];
            for (int i = 0; i < index.length; i++) {
              from[axes[i]] = index[i];
            }
            return from;
          });
    }

    Traced sliced(Random random) {
      int axis = random.nextInt(dims.length);
      int step = random.nextBoolean() ? 1 + random.nextInt(2) : -1 - random.nextInt(2);
      int start = random.nextInt(dims[axis]);
      int count =
          1 + random.nextInt(1 + (step > 0 ? dims[axis] - 1 - start : start) / Math.abs(step));
      int[] newDims = dims.clone();
      newDims[axis] = count;
      return moved(
          view.slice(axis, start, step, count),
          newDims,
          index -> {
            int[] from = index.clone();
            from[axis] = start + step * index[axis];
            return from;
          });
    }

    Traced repeated(Random random) {
      int times = 1 + random.nextInt(3);
      int[] newDims = IntStream.concat(IntStream.of(times), Arrays.stream(dims)).toArray();
      return moved(
          view.broadcastTo(Arrays.stream(newDims).asLongStream().toArray()),
          newDims,
          index -> Arrays.copyOfRange(index, 1, index.length));
    }

    private static int[] index(int place, int[] dims) {
      int[] index = new int[dims.length];
      int rest = place;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        index[axis] = rest % dims[axis];
        rest /= dims[axis];
      }
      return index;
    }

    private static int place(int[] index, int[] dims) {
      int place = 0;
      for (int axis = 0; axis < dims.length; axis++) {
        place = place * dims[axis] + index[axis];
      }
      return place;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsWhatIndexArithmeticReads(int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      Traced traced = random(random);
      double[] reals = random.doubles(sourceSize).toArray();
      long[] wholes = random.longs(sourceSize).toArray();

      assertThat(traced.view().read(reals))
          .containsExactly(
              Arrays.stream(traced.places()).mapToDouble(p -> reals[(int) p]).toArray());
      assertThat(traced.view().read(wholes))
          .containsExactly(Arrays.stream(traced.places()).map(p -> wholes[(int) p]).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void writesWhereIndexArithmeticWrites(int seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      Traced traced = random(random);
      int count = traced.places().length;
      double[] reals = new double[sourceSize];
      long[] wholes = new long[sourceSize];
      long[] expected = new long[sourceSize];
      for (int i = 0; i < count; i++) {
        expected[(int) traced.places()[i]] = i + 1L;
      }
      traced.view().write(IntStream.rangeClosed(1, count).asDoubleStream().toArray(), reals);
      traced.view().write(IntStream.rangeClosed(1, count).asLongStream().toArray(), wholes);

      assertThat(wholes).containsExactly(expected);
      assertThat(reals).containsExactly(Arrays.stream(expected).asDoubleStream().toArray());
    }
  }

  private int sourceSize;

  private Traced random(Random random) {
    int[] dims = random.ints(random.nextInt(4), 1, 5).toArray();
    Traced traced = Traced.of(dims);
    sourceSize = traced.places().length;
    for (int step = random.nextInt(4); step > 0; step--) {
      int kind = traced.dims().length == 0 ? 2 : random.nextInt(3);
      traced =
          switch (kind) {
            case 0 -> traced.permuted(random);
            case 1 -> traced.sliced(random);
            default -> traced.repeated(random);
          };
    }
    return traced;
  }
}
