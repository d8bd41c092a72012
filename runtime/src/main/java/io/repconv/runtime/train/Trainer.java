package io.repconv.runtime.train;

import static java.util.Objects.requireNonNull;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.TrainingState.Progress;
import io.repconv.runtime.train.data.Batch;
import io.repconv.runtime.train.data.BatchLoader;
import io.repconv.runtime.train.data.Batches;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. The same network, data, options and state give the same numbers on the same
 * machine: batches, dropout and the schedule follow from the seed and the step alone.
 */
public final class Trainer implements AutoCloseable {
  private final TrainingOptions options;
  private final GraphBlock block;
  private final Loss loss;
  private final Optimizer optimizer;
  private final BatchLoader training;
  private final @Nullable Evaluator evaluator;
  private final @Nullable EquivalentKernels kernels;
  private final TargetCheck targets;
  private Progress progress = Progress.START;

  /**
   * A trainer at the start.
   *
   * @throws RepconvException DATASET where the data's classes are not the network's
   */
  public Trainer(
      Network network, TrainingOptions options, Dataset data, Optional<Dataset> validation) {
    this.options = options;
    this.targets = TargetCheck.of(network, data, options.ignored());
    this.block = new GraphBlock(network, norms(options), options.threads());
    this.loss = new Loss(options.loss(), options.ignored(), block.memory());
    this.training = new BatchLoader(data, options.training());
    this.evaluator =
        validation.isEmpty()
            ? null
            : new Evaluator(
                block,
                loss,
                TargetCheck.of(network, validation.get(), options.ignored()),
                new BatchLoader(validation.get(), options.validation()));
    EquivalentKernels found = new EquivalentKernels(block);
    this.kernels = options.optimizer().equivalentKernels() && !found.isEmpty() ? found : null;
    this.optimizer = new Optimizer(block, options.optimizer(), groups(network));
  }

  private static NormOptions norms(TrainingOptions options) {
    return new NormOptions(
        NormOptions.DEFAULT.momentum(),
        parameter -> options.freezeNorms() || (options.freezeBackbone() && parameter.backbone()));
  }

  private boolean learns(Parameter parameter) {
    boolean norm =
        parameter.role() == Parameter.Role.NORM_WEIGHT
            || parameter.role() == Parameter.Role.NORM_BIAS;
    return parameter.isLearned()
        && !(options.freezeNorms() && norm)
        && !(options.freezeBackbone() && parameter.backbone());
  }

  /** Parameters by rate and decay; those that do not learn lose their gradient. */
  private List<ParameterGroup> groups(Network network) {
    OptimizerOptions how = options.optimizer();
    Map<List<Double>, List<String>> groups = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      boolean learns = learns(parameter);
      block.array(parameter.name()).setRequiresGradient(learns);
      if (learns) {
        double factor = parameter.backbone() ? how.backboneRate() : 1;
        double decay = kernels != null && kernels.covers(parameter) ? 0 : how.decay();
        groups
            .computeIfAbsent(List.of(factor, decay), k -> new ArrayList<>())
            .add(parameter.name());
      }
    }
    return groups.entrySet().stream()
        .map(e -> new ParameterGroup(e.getValue(), e.getKey().get(0), e.getKey().get(1)))
        .toList();
  }

  /** All that is needed to go on from here. */
  public TrainingState state() {
    return new TrainingState(progress, block.tensors(), optimizer.state());
  }

  /** Goes on from a state. */
  public void resume(TrainingState state) {
    block.load(state.parameters());
    optimizer.load(state.optimizer());
    progress = state.progress();
  }

  /** The network with its parameters as they are now. */
  public Network network() {
    return block.network().with(block.tensors());
  }

  /** How many steps an epoch has. */
  public int batches() {
    return training.batches();
  }

  /**
   * Trains to the last epoch, or until the listener wants to stop or nothing gets better.
   *
   * @throws RepconvException DIVERGED where the loss is not finite, DATASET where an example cannot
   *     be read or has a class that the network does not have
   */
  public void run(TrainingListener listener) {
    while (progress.epoch() < options.epochs()) {
      if (!epoch(listener)) {
        return;
      }
      EpochReport report = closeEpoch();
      listener.finished(report);
      if (options.patience() > 0 && progress.withoutBetter() >= options.patience()) {
        return;
      }
    }
  }

  /** Makes the steps of an epoch that are left; false where the listener wanted to stop. */
  private boolean epoch(TrainingListener listener) {
    int epoch = progress.epoch();
    try (Batches batches = training.epoch(epoch, progress.batch())) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        targets.check(batch);
        Rates rates = rates();
        double value = step(batch, rates);
        int number = progress.batch();
        progress =
            new Progress(
                epoch,
                number + 1,
                progress.step() + 1,
                progress.lossSum() + value * batch.size(),
                progress.examples() + batch.size(),
                progress.best(),
                progress.withoutBetter());
        listener.stepped(
            new StepReport(
                epoch,
                number,
                training.batches(),
                progress.step(),
                value,
                rates.rate(),
                batch.size()));
        if (listener.wantsToStop()) {
          return false;
        }
      }
    }
    return true;
  }

  private Rates rates() {
    long anEpoch = training.batches();
    Rates base = new Rates(options.optimizer().rate(), options.optimizer().momentum());
    long steps = anEpoch * options.epochs();
    return options.schedule().at(new Schedule.Position(progress.step(), steps, anEpoch), base);
  }

  private double step(Batch batch, Rates rates) {
    try (PtNDManager memory = block.memory().newSubManager(block.memory().getDevice())) {
      PtNDArray images = Tensors.images(batch, memory);
      PtNDArray classes = Tensors.targets(batch, memory);
      JniUtils.setSeed(options.seed() * 1_000_003 + progress.step());
      Gradients.record(true);
      List<PtNDArray> outputs =
          block.run(true, images).stream().map(array -> (PtNDArray) array).toList();
      PtNDArray value = loss.of(outputs, classes, memory);
      double told = value.toFloatArray()[0];
      if (!Double.isFinite(told)) {
        throw diverged(batch, rates, told);
      }
      PtNDArray objective = kernels == null ? value : value.add(decay(memory));
      Gradients.backward(objective, memory);
      optimizer.step(progress.step() + 1, rates);
      return told;
    }
  }

  private PtNDArray decay(PtNDManager memory) {
    return loss.equivalentKernels(requireNonNull(kernels), memory)
        .mul((float) (options.optimizer().decay() / 2));
  }

  private RepconvException diverged(Batch batch, Rates rates, double loss) {
    return RepconvException.of(ErrorCode.DIVERGED)
        .at("epoch %d, batch %d".formatted(progress.epoch() + 1, progress.batch() + 1))
        .observed("a loss of %s at learning rate %.3g".formatted(loss, rates.rate()))
        .expected("a finite number")
        .why("The batch's first example is %s.".formatted(batch.names().get(0)))
        .fix("Lower the learning rate, or look at the data.")
        .build();
  }

  private EpochReport closeEpoch() {
    int epoch = progress.epoch();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", progress.lossSum() / Math.max(1, progress.examples()));
    boolean last = epoch + 1 == options.epochs();
    boolean validated = evaluator != null && (last || (epoch + 1) % options.validateEvery() == 0);
    if (validated) {
      metrics.putAll(requireNonNull(evaluator).evaluate());
    }
    double best = progress.best();
    int withoutBetter = progress.withoutBetter();
    boolean isBest = false;
    Double monitored = options.monitor().map(monitor -> metrics.get(monitor.metric())).orElse(null);
    if (options.monitor().isEmpty()) {
      isBest = true;
    } else if (monitored != null) {
      isBest = options.monitor().get().isBetter(monitored, best);
      best = isBest ? monitored : best;
      withoutBetter = isBest ? 0 : withoutBetter + 1;
    }
    progress = new Progress(epoch + 1, 0, progress.step(), 0, 0, best, withoutBetter);
    return new EpochReport(epoch, metrics, isBest);
  }

  @Override
  public void close() {
    optimizer.close();
    loss.close();
    block.close();
  }
}
