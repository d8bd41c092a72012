package io.repconv.runtime.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.train.OptimizerOptions.Kind;
import io.repconv.runtime.train.data.BatchOptions;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Example;
import io.repconv.runtime.train.data.Task;
import io.repconv.runtime.zoo.Convolution;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.NetworkBuilder;
import io.repconv.runtime.zoo.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Monitor ACCURACY = new Monitor("Top_1", true);
  private static final OptimizerOptions SGD =
      new OptimizerOptions(Kind.SGD, 0.05, 0.9, 1e-4, 0.1, false);

  private static Network classifier() {
    NetworkBuilder builder = new NetworkBuilder("classifier", 5);
    Scope root = builder.root();
    Scope body = root.in("body").backbone();
    Value x = body.conv("conv", builder.image(1), Convolution.same(4, 3));
    x = body.relu(body.batchNorm("bn", x));
    x = root.dropout(root.flatten(root.globalAveragePool(x)), 0.1);
    return builder.build(root.linear("fc", x, 2));
  }

  private static TrainingOptions options(int epochs) {
    return options(epochs, SGD, new Schedule.Cosine(0, 0));
  }

  private static TrainingOptions options(int epochs, OptimizerOptions how, Schedule schedule) {
    BatchOptions batches = new BatchOptions(16, true, false, 0, 3);
    return new TrainingOptions(
        epochs,
        LossFunction.CROSS_ENTROPY,
        255,
        how,
        schedule,
        false,
        false,
        batches,
        batches,
        1,
        Optional.of(ACCURACY),
        0,
        1,
        7);
  }

  private static Dataset data(int size) {
    return new Stripes(size, Task.CLASSIFICATION);
  }

  /** Keeps what it is told and stops after so many steps. */
  private static final class Log implements TrainingListener {
    private final List<Double> losses = new ArrayList<>();
    private final List<EpochReport> epochs = new ArrayList<>();
    private final long last;

    Log(long last) {
      this.last = last;
    }

    @Override
    public void stepped(StepReport report) {
      losses.add(report.loss());
    }

    @Override
    public void finished(EpochReport report) {
      epochs.add(report);
    }

    @Override
    public boolean wantsToStop() {
      return losses.size() >= last;
    }
  }

  private static Trainer trainer(TrainingOptions options) {
    return new Trainer(classifier(), options, data(80), Optional.of(data(40)));
  }

  private static Map<String, double[]> numbers(Trainer trainer) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    TrainingState state = trainer.state();
    state.parameters().forEach((name, tensor) -> numbers.put(name, tensor.doubles()));
    state.optimizer().forEach((name, tensor) -> numbers.put("of " + name, tensor.doubles()));
    return numbers;
  }

  private static void assertSame(Map<String, double[]> one, Map<String, double[]> other) {
    assertThat(one.keySet()).isEqualTo(other.keySet());
    one.forEach((name, values) -> assertThat(other.get(name)).as(name).isEqualTo(values));
  }

  @Test
  void learns() {
    try (Trainer trainer = trainer(options(6))) {
      Log log = new Log(Long.MAX_VALUE);
      trainer.run(log);
      EpochReport last = log.epochs.get(5);
      assertThat(last.metrics().get("Top_1")).isGreaterThan(0.95);
      assertThat(last.metrics().get("loss")).isLessThan(log.epochs.get(0).metrics().get("loss"));
      assertThat(log.epochs).anyMatch(EpochReport::best);
    }
  }

  @Test
  void segmentsWithEveryMetric() {
    NetworkBuilder builder = new NetworkBuilder("segmenter", 5);
    Scope root = builder.root();
    Value x = root.conv("conv", builder.image(1), Convolution.same(6, 3));
    x = root.relu(root.batchNorm("bn", x));
    Value head = root.conv("head", x, Convolution.of(2, 1).withBias());
    Value auxiliary = root.conv("aux", x, Convolution.of(2, 1).withBias());
    Network network = builder.build(head, auxiliary);
    Dataset data = new Stripes(48, Task.SEGMENTATION);
    try (Trainer trainer = new Trainer(network, options(15), data, Optional.of(data))) {
      Log log = new Log(Long.MAX_VALUE);
      trainer.run(log);
      Map<String, Double> metrics = log.epochs.get(14).metrics();
      assertThat(metrics)
          .containsOnlyKeys(
              "loss", "val_loss", "Pixel_Accuracy", "Mean_IoU", "IoU/rows", "IoU/columns");
      assertThat(metrics.get("Mean_IoU")).isGreaterThan(0.6);
    }
  }

  @Test
  void aSeededRunRepeats() {
    try (Trainer one = trainer(options(2));
        Trainer other = trainer(options(2))) {
      Log first = new Log(Long.MAX_VALUE);
      Log second = new Log(Long.MAX_VALUE);
      one.run(first);
      other.run(second);
      assertThat(second.losses).isEqualTo(first.losses);
      assertSame(numbers(other), numbers(one));
    }
  }

  @Test
  void aRunThatWasStoppedInAnEpochGoesOnAsIfNothingHadHappened() {
    try (Trainer whole = trainer(options(3));
        Trainer stopped = trainer(options(3));
        Trainer resumed = trainer(options(3))) {
      Log all = new Log(Long.MAX_VALUE);
      whole.run(all);
      Log first = new Log(7);
      stopped.run(first);
      assertThat(stopped.state().progress().batch()).isEqualTo(2);
      resumed.resume(stopped.state());
      Log rest = new Log(Long.MAX_VALUE);
      resumed.run(rest);

      List<Double> losses = new ArrayList<>(first.losses);
      losses.addAll(rest.losses);
      assertThat(losses).isEqualTo(all.losses);
      assertSame(numbers(resumed), numbers(whole));
      List<EpochReport> epochs = new ArrayList<>(first.epochs);
      epochs.addAll(rest.epochs);
      assertThat(epochs).isEqualTo(all.epochs);
    }
  }

  @Test
  void aFrozenBackboneStaysAsItIs() {
    TrainingOptions given = options(1);
    TrainingOptions frozen =
        new TrainingOptions(
            1,
            given.loss(),
            given.ignored(),
            given.optimizer(),
            given.schedule(),
            false,
            true,
            given.training(),
            given.validation(),
            1,
            given.monitor(),
            0,
            1,
            7);
    try (Trainer trainer = trainer(frozen)) {
      Map<String, double[]> before = numbers(trainer);
      trainer.run(new Log(Long.MAX_VALUE));
      Map<String, double[]> after = numbers(trainer);
      for (String name : List.of("body.conv.weight", "body.bn.running_mean", "body.bn.weight")) {
        assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
      }
      assertThat(after.get("fc.weight")).isNotEqualTo(before.get("fc.weight"));
    }
  }

  @Test
  void theBackboneLearnsAtItsOwnRate() {
    OptimizerOptions still = new OptimizerOptions(Kind.SGD, 0.05, 0.9, 0, 0, false);
    try (Trainer trainer = trainer(options(1, still, new Schedule.Poly(0.9, 0)))) {
      Map<String, double[]> before = numbers(trainer);
      trainer.run(new Log(Long.MAX_VALUE));
      Map<String, double[]> after = numbers(trainer);
      assertThat(after.get("body.conv.weight")).isEqualTo(before.get("body.conv.weight"));
      assertThat(after.get("body.bn.running_mean"))
          .isNotEqualTo(before.get("body.bn.running_mean"));
    }
  }

  @Test
  void endsWhereNothingGetsBetter() {
    OptimizerOptions still = new OptimizerOptions(Kind.SGD, 1e-12, 0, 0, 1, false);
    TrainingOptions given = options(20, still, new Schedule.Step(1, 1));
    TrainingOptions patient =
        new TrainingOptions(
            20,
            given.loss(),
            given.ignored(),
            still,
            given.schedule(),
            true,
            false,
            given.training(),
            given.validation(),
            1,
            given.monitor(),
            3,
            1,
            7);
    try (Trainer trainer = trainer(patient)) {
      Log log = new Log(Long.MAX_VALUE);
      trainer.run(log);
      assertThat(log.epochs).hasSize(4);
    }
  }

  /** Infinite pixels make a loss that is no number. */
  @Test
  void aLossThatIsNoNumberEndsTheRunBeforeItsStep() {
    Dataset broken = new Changed(data(32), (image, target) -> Arrays.fill(image, Float.MAX_VALUE));
    try (Trainer trainer = new Trainer(classifier(), options(1), broken, Optional.empty())) {
      Map<String, double[]> before = numbers(trainer);
      assertThatThrownBy(() -> trainer.run(new Log(9)))
          .isInstanceOfSatisfying(
              RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIVERGED))
          .hasMessageContaining("epoch 1, batch 1: a loss of NaN at learning rate 0.05")
          .hasMessageContaining("Lower the learning rate");
      assertThat(numbers(trainer).get("fc.weight")).isEqualTo(before.get("fc.weight"));
    }
  }

  @Test
  void aClassThatTheNetworkDoesNotHaveIsNamedWithItsExample() {
    Dataset broken = new Changed(data(3), (image, target) -> target[0] = 2);
    try (Trainer trainer = new Trainer(classifier(), options(1), broken, Optional.empty())) {
      assertThatThrownBy(() -> trainer.run(new Log(9)))
          .isInstanceOfSatisfying(
              RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
          .hasMessageContaining("class 2, expected 0 to 1, or 255 for none");
    }
  }

  @Test
  void dataOfOtherClassesIsRefusedBeforeAnythingRuns() {
    NetworkBuilder builder = new NetworkBuilder("three", 1);
    Scope root = builder.root();
    Value pooled = root.flatten(root.globalAveragePool(builder.image(1)));
    Network three = builder.build(root.linear("fc", pooled, 3));
    assertThatThrownBy(() -> new Trainer(three, options(1), data(4), Optional.empty()))
        .hasMessageContaining("2 classes, expected 3, as three tells apart")
        .hasMessageContaining("Set num_classes of the architecture to 2");
    assertThatThrownBy(() -> new Trainer(classifier(), options(1), data(0), Optional.empty()))
        .hasMessageContaining("no examples, expected at least one");
  }

  @Test
  void whatWasTrainedIsANetworkAgain() {
    try (Trainer trainer = trainer(options(1))) {
      trainer.run(new Log(Long.MAX_VALUE));
      Network network = trainer.network();
      Tensor weight = trainer.state().parameters().get("fc.weight");
      Value value =
          network.parameters().stream()
              .filter(parameter -> parameter.name().equals("fc.weight"))
              .findFirst()
              .orElseThrow()
              .value();
      assertThat(requireNonNull(value.constant()).doubles())
          .isEqualTo(requireNonNull(weight).doubles());
    }
  }

  /** A dataset with something changed in each example. */
  private record Changed(Dataset of, Change change) implements Dataset {
    interface Change {
      void apply(float[] image, int[] target);
    }

    @Override
    public int size() {
      return of.size();
    }

    @Override
    public List<String> classes() {
      return of.classes();
    }

    @Override
    public Task task() {
      return of.task();
    }

    @Override
    public String name(int index) {
      return of.name(index);
    }

    @Override
    public Example example(int index, long seed) {
      Example example = of.example(index, seed);
      change.apply(example.image(), example.target());
      return example;
    }
  }
}
