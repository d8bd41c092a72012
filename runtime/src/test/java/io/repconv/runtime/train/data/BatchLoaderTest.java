package io.repconv.runtime.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoaderTest {
  private static final long SEED = 7;

  /** Images of one value, the index, and one that is drawn. */
  private static class Numbered implements Dataset {
    private final int size;
    final AtomicInteger read = new AtomicInteger();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Numbered(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public List<String> classes() {
      return List.of("even", "odd");
    }

    @Override
    public Task task() {
      return Task.CLASSIFICATION;
    }

    @Override
    public String name(int index) {
      return "image " + index;
    }

    @Override
    public Example example(int index, long seed) {
      read.incrementAndGet();
      threads.add(Thread.currentThread());
      float[] image = {index, new Random(seed).nextFloat()};
      return new Example(name(index), 2, 1, 1, image, new int[] {index % 2});
    }
  }

  private static BatchOptions options(int workers) {
    return new BatchOptions(4, true, false, workers, SEED);
  }

  private static List<Batch> all(Dataset dataset, BatchOptions options, int epoch) {
    List<Batch> all = new ArrayList<>();
    try (Batches batches = new BatchLoader(dataset, options).epoch(epoch)) {
      batches.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<Integer> indices(List<Batch> batches) {
    return batches.stream()
        .flatMap(
            batch -> IntStream.range(0, batch.size()).mapToObj(i -> (int) batch.images()[2 * i]))
        .toList();
  }

  private static String text(List<Batch> batches) {
    StringBuilder text = new StringBuilder();
    for (Batch batch : batches) {
      text.append(batch.names())
          .append(Arrays.toString(batch.images()))
          .append(Arrays.toString(batch.targets()));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theBatchesAreTheSameWhateverTheNumberOfWorkers(int workers) {
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(text(all(new Numbered(23), options(workers), epoch)))
          .isEqualTo(text(all(new Numbered(23), options(0), epoch)));
    }
  }

  @Test
  void everyExampleComesOnceAndEachEpochHasItsOwnOrderAndAugmentation() {
    List<Batch> first = all(new Numbered(23), options(1), 0);
    List<Batch> second = all(new Numbered(23), options(1), 1);

    assertThat(indices(first)).hasSize(23).doesNotHaveDuplicates();
    assertThat(indices(second)).hasSameElementsAs(indices(first)).isNotEqualTo(indices(first));
    assertThat(drawnFor(3, first)).isNotEqualTo(drawnFor(3, second));
    assertThat(drawnFor(3, first)).isNotEqualTo(drawnFor(4, first));
  }

  private static float drawnFor(int index, List<Batch> batches) {
    for (Batch batch : batches) {
      int place = batch.names().indexOf("image " + index);
      if (place >= 0) {
        return batch.images()[2 * place + 1];
      }
    }
    throw new AssertionError(index);
  }

  @Test
  void anotherSeedIsAnotherOrder() {
    BatchOptions other = new BatchOptions(4, true, false, 0, SEED + 1);

    assertThat(indices(all(new Numbered(23), other, 0)))
        .isNotEqualTo(indices(all(new Numbered(23), options(0), 0)));
  }

  @Test
  void unshuffledExamplesKeepTheirOrderAndTheLastBatchIsWhatIsLeft() {
    List<Batch> batches = all(new Numbered(10), new BatchOptions(4, false, false, 0, SEED), 0);

    assertThat(indices(batches)).isEqualTo(IntStream.range(0, 10).boxed().toList());
    assertThat(batches).extracting(Batch::size).containsExactly(4, 4, 2);
    assertThat(batches.get(2).targets()).containsExactly(0, 1);
    assertThat(batches.get(2).channels()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theNumberOfBatchesIsWhatComes(boolean dropLast) {
    for (int size : new int[] {3, 4, 9}) {
      BatchOptions options = new BatchOptions(4, false, dropLast, 0, SEED);

      assertThat(new BatchLoader(new Numbered(size), options).batches())
          .isEqualTo(all(new Numbered(size), options, 0).size())
          .isEqualTo(dropLast ? size / 4 : (size + 3) / 4);
    }
  }

  @Test
  void anEpochGoesOnFromABatchInItsMiddle() {
    List<Batch> whole = all(new Numbered(23), options(0), 2);
    List<Batch> rest = new ArrayList<>();
    try (Batches batches = new BatchLoader(new Numbered(23), options(2)).epoch(2, 4)) {
      batches.forEachRemaining(rest::add);
    }

    assertThat(text(rest)).isEqualTo(text(whole.subList(4, 6)));
  }

  @Test
  void withoutWorkersTheCallerReadsAndNothingIsReadAhead() {
    Numbered dataset = new Numbered(23);
    try (Batches batches = new BatchLoader(dataset, options(0)).epoch(0)) {
      batches.next();
    }

    assertThat(dataset.read).hasValue(4);
    assertThat(dataset.threads).containsExactly(Thread.currentThread());
  }

  @Test
  void workersReadAheadButAtMostTwoBatchesEachAndEndWhenClosed() throws InterruptedException {
    CountDownLatch ahead = new CountDownLatch(4 * 4);
    Numbered dataset =
        new Numbered(1000) {
          @Override
          public Example example(int index, long seed) {
            Example example = super.example(index, seed);
            ahead.countDown();
            return example;
          }
        };
    try (Batches batches = new BatchLoader(dataset, options(2)).epoch(0)) {
      batches.next();
      ahead.await();
    }

    assertThat(dataset.read.get()).isEqualTo(4 * 4);
    for (Thread worker : dataset.threads) {
      worker.join(TimeUnit.SECONDS.toMillis(60));
    }
    assertThat(dataset.threads).hasSizeBetween(1, 2).noneMatch(Thread::isAlive);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anErrorReachesTheCallerWithTheNameOfTheExample(int workers) {
    Dataset broken =
        new Numbered(23) {
          @Override
          public Example example(int index, long seed) {
            if (index == 9) {
              throw new ArrayIndexOutOfBoundsException("Index 5");
            }
            return super.example(index, seed);
          }
        };

    assertThatThrownBy(() -> all(broken, options(workers), 0))
        .hasMessageContaining("image 9: ")
        .hasMessageContaining("Index 5");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anErrorThatIsTheUsersStaysAsItIs(int workers) {
    RepconvException told =
        RepconvException.of(ErrorCode.DATASET).at("a.jpg").observed("no such file").build();
    Dataset broken =
        new Numbered(23) {
          @Override
          public Example example(int index, long seed) {
            throw told;
          }
        };

    assertThatThrownBy(() -> all(broken, options(workers), 0)).isSameAs(told);
  }

  @Test
  void imagesOfOtherSizesDoNotFormABatch() {
    Dataset mixed =
        new Numbered(8) {
          @Override
          public Example example(int index, long seed) {
            int width = index == 2 ? 3 : 2;
            return new Example(name(index), 1, 4, width, new float[4 * width], new int[] {0});
          }
        };

    assertThatThrownBy(() -> all(mixed, new BatchOptions(4, false, false, 0, SEED), 0))
        .hasMessage(
            """
            image 2: an image of 1 x 4 x 3, expected 1 x 4 x 2 as the first of its batch, image 0, has.
              The images of a batch have one size. Give crop_size, or batch_size 1. [RC-601]""");
    assertThat(all(mixed, new BatchOptions(1, false, false, 0, SEED), 0)).hasSize(8);
  }

  @Test
  void aMaskHasAClassForEachPixel() {
    assertThatThrownBy(() -> new Example("a", 1, 2, 2, new float[4], new int[3]))
        .hasMessage("a: 3 targets for [2, 2]");
    assertThatThrownBy(() -> new Example("a", 3, 2, 2, new float[4], new int[4]))
        .hasMessage("a: 4 values for [3, 2, 2]");
    Batch batch = Batch.of(List.of(new Example("a", 1, 1, 2, new float[2], new int[] {5, 6})));
    assertThat(batch.targets()).containsExactly(5, 6);
  }
}
