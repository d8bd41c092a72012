package io.repconv.runtime.bench;

import io.repconv.runtime.PreparedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Measures models in rounds. In every round each runs once, in an order drawn anew, so that what
 * slows the machine for a while slows all of them, and none always follows the same other one.
 */
public final class InterleavedRuns {
  /** Rounds before those that count: caches, memory pools and executors settle. */
  public static final int WARM_UP = 5;

  private static final int LEAST_ROUNDS = 10;
  private static final int MOST_ROUNDS = 200;

  /** What the rounds may take where their number is not given, by the last rounds to warm up. */
  private static final double SECONDS = 20;

  private static final double NANOS = 1e9;
  private static final long SEED = 1;

  private final List<Contender> contenders;
  private final OptionalInt rounds;
  private final LongSupplier nanoseconds;

  /**
   * @param rounds how many rounds count; where it is not given, as many as 20 seconds allow, 10 to
   *     200
   */
  public InterleavedRuns(List<Contender> contenders, OptionalInt rounds) {
    this(contenders, rounds, System::nanoTime);
  }

  InterleavedRuns(List<Contender> contenders, OptionalInt rounds, LongSupplier nanoseconds) {
    this.contenders = List.copyOf(contenders);
    this.rounds = rounds;
    this.nanoseconds = nanoseconds;
  }

  /** What was measured, in the order of the models. */
  public Timings measure() {
    List<PreparedRun> runs = new ArrayList<>();
    try {
      contenders.forEach(c -> runs.add(c.model().prepare(c.inputs())));
      Random random = new Random(SEED);
      double[] last = new double[runs.size()];
      for (int i = 0; i < WARM_UP; i++) {
        last = round(runs, random);
      }
      double expected = Arrays.stream(last).sum();
      double[][] seconds = new double[rounds.orElseGet(() -> affordable(expected))][];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = round(runs, random);
      }
      return new Timings(WARM_UP, seconds.length, timings(seconds));
    } finally {
      runs.forEach(PreparedRun::close);
    }
  }

  private static int affordable(double secondsOfRound) {
    return (int) Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, SECONDS / secondsOfRound));
  }

  /** The seconds that each took, in the order of the models. */
  private double[] round(List<PreparedRun> runs, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, runs.size()).boxed().toList());
    Collections.shuffle(order, random);
    double[] seconds = new double[runs.size()];
    for (int i : order) {
      long before = nanoseconds.getAsLong();
      runs.get(i).run();
      seconds[i] = (nanoseconds.getAsLong() - before) / NANOS;
    }
    return seconds;
  }

  private List<Timing> timings(double[][] seconds) {
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      int own = i;
      double[] times = Arrays.stream(seconds).mapToDouble(round -> round[own]).toArray();
      double[] ratios =
          Arrays.stream(seconds).mapToDouble(round -> round[own] / round[0]).toArray();
      Contender contender = contenders.get(i);
      timings.add(
          new Timing(
              contender.name(),
              contender.model().runtime(),
              Quartiles.of(times),
              Quartiles.of(ratios)));
    }
    return timings;
  }
}
