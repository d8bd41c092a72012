package io.repconv.converter.training;

import io.repconv.converter.checkpoint.TrainingCheckpoint;
import io.repconv.converter.tensorboard.EventFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.EpochReport;
import io.repconv.runtime.train.StepReport;
import io.repconv.runtime.train.Trainer;
import io.repconv.runtime.train.TrainingListener;
import io.repconv.runtime.train.TrainingState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trains as a configuration says, and keeps what comes of it on disk. */
public final class TrainingRun implements AutoCloseable {
  private final TrainingPlan plan;
  private final Trainer trainer;
  private final TrainingFolder folder;

  private TrainingRun(TrainingPlan plan, Trainer trainer, TrainingFolder folder) {
    this.plan = plan;
    this.trainer = trainer;
    this.folder = folder;
  }

  /**
   * What came of a run.
   *
   * @param stopped whether the listener ended it
   * @param epochs those of this run
   * @param best the one whose checkpoint is {@link TrainingFolder#best}, where this run found it
   * @param deployed how that checkpoint does once it is folded, where there is a validation
   */
  public record Outcome(
      TrainingFolder folder,
      boolean stopped,
      List<EpochReport> epochs,
      Optional<EpochReport> best,
      Optional<DeployedAccuracy> deployed) {
    public Outcome {
      epochs = List.copyOf(epochs);
    }
  }

  /**
   * A run from the start, in a folder of its own, which is made now.
   *
   * @throws RepconvException DATASET where the data is not what the network tells apart;
   *     CANNOT_WRITE
   */
  public static TrainingRun start(TrainingPlan plan) {
    TrainingConfig config = plan.config();
    Trainer trainer = trainer(plan);
    try {
      TrainingFolder folder = TrainingFolder.create(config.trainer().saveFolder(), config.name());
      return new TrainingRun(plan, trainer, folder);
    } catch (RepconvException e) {
      trainer.close();
      throw e;
    }
  }

  private static Trainer trainer(TrainingPlan plan) {
    return new Trainer(plan.network(), plan.options(), plan.data().training(), plan.validation());
  }

  /**
   * A run that goes on from a checkpoint, in its folder.
   *
   * @throws RepconvException KEYS_DIFFER where it is of another network; MALFORMED, and as {@link
   *     TrainingCheckpoint#read}
   */
  public static TrainingRun resume(TrainingPlan plan, Path checkpoint) {
    TrainingCheckpoint read = TrainingCheckpoint.read(checkpoint);
    if (!read.architecture().equals(plan.architecture())) {
      throw RepconvException.of(ErrorCode.KEYS_DIFFER)
          .at(checkpoint.toString())
          .observed("a training of " + read.architecture())
          .expected(plan.architecture() + ", as the configuration has it")
          .fix("Go on with the configuration that the training was started with.")
          .build();
    }
    TrainingState state =
        new TrainingState(
            ProgressJson.read(checkpoint, read.training()), read.parameters(), read.state());
    Trainer trainer = trainer(plan);
    trainer.resume(state);
    return new TrainingRun(plan, trainer, TrainingFolder.of(checkpoint));
  }

  public TrainingPlan plan() {
    return plan;
  }

  public TrainingFolder folder() {
    return folder;
  }

  /**
   * Trains; checkpoints are complete whenever it ends.
   *
   * @param watcher is told of everything, and may end the run
   */
  public Outcome run(TrainingListener watcher) {
    Outcome trained = train(watcher);
    if (trained.stopped() || trained.best().isEmpty() || plan.validation().isEmpty()) {
      return trained;
    }
    DeployedAccuracy deployed = DeployedAccuracy.of(plan, folder.best(), plan.validation().get());
    return new Outcome(
        folder, trained.stopped(), trained.epochs(), trained.best(), Optional.of(deployed));
  }

  private Outcome train(TrainingListener watcher) {
    try (Recorder recorder = new Recorder(watcher)) {
      trainer.run(recorder);
      save(folder.last());
      boolean stopped =
          watcher.wantsToStop() && trainer.state().progress().epoch() < plan.options().epochs();
      return new Outcome(
          folder, stopped, recorder.epochs, Optional.ofNullable(recorder.best), Optional.empty());
    }
  }

  private void save(Path target) {
    TrainingState state = trainer.state();
    new TrainingCheckpoint(
            plan.architecture(),
            state.parameters(),
            state.optimizer(),
            ProgressJson.write(state.progress()))
        .write(target);
  }

  @Override
  public void close() {
    trainer.close();
  }

  /** Writes events, metrics and checkpoints as training goes. */
  private final class Recorder implements TrainingListener, AutoCloseable {
    private final TrainingListener watcher;
    private final @Nullable EventFile events;
    private final List<EpochReport> epochs = new ArrayList<>();
    private @Nullable EpochReport best;
    private long step;

    Recorder(TrainingListener watcher) {
      this.watcher = watcher;
      TrainerConfig config = plan.config().trainer();
      Path runs = config.logFolder().resolve(String.valueOf(folder.path().getFileName()));
      this.events = config.tensorboard() ? EventFile.create(runs, Clock.systemUTC()) : null;
    }

    @Override
    public void stepped(StepReport report) {
      step = report.step();
      if (events != null && step % plan.config().trainer().stepsPerLog() == 0) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("train/loss", report.loss());
        scalars.put("train/learning_rate", report.rate());
        events.scalars(step, scalars);
      }
      watcher.stepped(report);
    }

    @Override
    public void finished(EpochReport report) {
      epochs.add(report);
      folder.append(ProgressJson.line(report));
      if (events != null) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        report.metrics().forEach((name, value) -> scalars.put("epoch/" + name, value));
        events.scalars(step, scalars);
      }
      if (report.best()) {
        best = report;
        save(folder.best());
      }
      if ((report.epoch() + 1) % plan.config().trainer().savePeriod() == 0) {
        save(folder.last());
      }
      watcher.finished(report);
    }

    @Override
    public boolean wantsToStop() {
      return watcher.wantsToStop();
    }

    @Override
    public void close() {
      if (events != null) {
        events.close();
      }
    }
  }
}
