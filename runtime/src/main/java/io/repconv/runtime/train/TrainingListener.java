package io.repconv.runtime.train;

/** Is told how training goes, in the thread that trains. */
public interface TrainingListener {
  /** After each step. */
  void stepped(StepReport report);

  /** After each epoch; the trainer's state is that of the start of the next one. */
  void finished(EpochReport report);

  /** Whether training should end after this step. */
  boolean wantsToStop();
}
