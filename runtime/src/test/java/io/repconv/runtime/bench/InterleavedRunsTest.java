package io.repconv.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Tensor;
import io.repconv.runtime.PreparedRun;
import io.repconv.runtime.RunnableModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InterleavedRunsTest {
  private static final long MILLISECOND = 1_000_000;

  private final List<String> order = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private long now;

  /** A model that takes its time on the clock of the test. */
  private class Timed implements RunnableModel {
    private final String name;
    private final long[] nanoseconds;
    private int runs;

    Timed(String name, long... nanoseconds) {
      this.name = name;
      this.nanoseconds = nanoseconds;
    }

    @Override
    public String runtime() {
      return "the test's runtime";
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
      throw new AssertionError("timed runs are prepared");
    }

    @Override
    public PreparedRun prepare(Map<String, Tensor> inputs) {
      return new PreparedRun() {
        @Override
        public void run() {
          order.add(name);
          now += nanoseconds[runs++ % nanoseconds.length];
        }

        @Override
        public void close() {
          closed.add(name);
        }
      };
    }

    @Override
    public void close() {}
  }

  private Timings measure(OptionalInt rounds, Timed... models) {
    List<Contender> contenders = new ArrayList<>();
    for (Timed model : models) {
      contenders.add(new Contender(model.name, model, Map.of()));
    }
    return new InterleavedRuns(contenders, rounds, () -> now).measure();
  }

  @Test
  void timesAndRatiosAreThoseOfTheRounds() {
    Timings timings =
        measure(
            OptionalInt.of(20),
            new Timed("slow", 8 * MILLISECOND),
            new Timed("fast", 2 * MILLISECOND));

    assertThat(timings.rounds()).isEqualTo(20);
    assertThat(timings.timings())
        .containsExactly(
            new Timing(
                "slow",
                "the test's runtime",
                new Quartiles(0.008, 0.008, 0.008),
                new Quartiles(1, 1, 1)),
            new Timing(
                "fast",
                "the test's runtime",
                new Quartiles(0.002, 0.002, 0.002),
                new Quartiles(0.25, 0.25, 0.25)));
  }

  @Test
  void ratiosArePairedWithinARoundSoThatAStrainOnBothCancels() {
    long[] strained = {MILLISECOND, 3 * MILLISECOND, 9 * MILLISECOND};
    long[] half = {MILLISECOND / 2, 3 * MILLISECOND / 2, 9 * MILLISECOND / 2};

    Timing second =
        measure(OptionalInt.of(30), new Timed("one", strained), new Timed("half", half))
            .timings()
            .get(1);

    assertThat(second.ratio()).isEqualTo(new Quartiles(0.5, 0.5, 0.5));
    assertThat(second.isNoisy()).isTrue();
  }

  @Test
  void everyRoundRunsEachOnceInAnOrderThatChanges() {
    measure(OptionalInt.of(35), new Timed("a", 1), new Timed("b", 1), new Timed("c", 1));

    assertThat(order).hasSize((InterleavedRuns.WARM_UP + 35) * 3);
    List<List<String>> rounds = new ArrayList<>();
    for (int i = 0; i < order.size(); i += 3) {
      rounds.add(order.subList(i, i + 3));
    }
    assertThat(rounds).allSatisfy(r -> assertThat(r).containsExactlyInAnyOrder("a", "b", "c"));
    assertThat(rounds.stream().distinct()).hasSize(6);
  }

  @Test
  void warmingUpDoesNotCount() {
    long[] coldThenWarm = new long[InterleavedRuns.WARM_UP + 10];
    for (int i = 0; i < coldThenWarm.length; i++) {
      coldThenWarm[i] = i < InterleavedRuns.WARM_UP ? 1000 * MILLISECOND : MILLISECOND;
    }

    Timings timings = measure(OptionalInt.of(10), new Timed("a", coldThenWarm));

    assertThat(timings.timings().get(0).seconds()).isEqualTo(new Quartiles(0.001, 0.001, 0.001));
  }

  @Test
  void theNumberOfRoundsFollowsFromTheirTimeWhereItIsNotGiven() {
    assertThat(measure(OptionalInt.empty(), new Timed("quick", MILLISECOND)).rounds())
        .isEqualTo(200);
    assertThat(measure(OptionalInt.empty(), new Timed("middling", 500 * MILLISECOND)).rounds())
        .isEqualTo(40);
    assertThat(measure(OptionalInt.empty(), new Timed("slow", 9000 * MILLISECOND)).rounds())
        .isEqualTo(10);
  }

  @Test
  void whatWasPreparedIsClosedAlsoWhereARunFails() {
    Timed failing =
        new Timed("b") {
          @Override
          public PreparedRun prepare(Map<String, Tensor> inputs) {
            throw new IllegalStateException("no memory");
          }
        };

    assertThatThrownBy(() -> measure(OptionalInt.of(1), new Timed("a", 1), failing))
        .hasMessage("no memory");
    assertThat(closed).containsExactly("a");
  }
}
