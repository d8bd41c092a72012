package io.repconv.runtime.train;

/** How the learning rate changes over a run. Steps are counted from 0. */
public sealed interface Schedule {
  /** The rates of a step; {@code base} is what the optimizer is told. */
  Rates at(Position position, Rates base);

  /**
   * Where a run stands.
   *
   * @param step from 0, of {@code steps} in the whole run
   * @param stepsAnEpoch of which an epoch has so many
   */
  record Position(long step, long steps, long stepsAnEpoch) {
    /** The part of the run that lies behind, from 0 to 1. */
    double part() {
      return (double) step / steps;
    }

    long epoch() {
      return step / stepsAnEpoch;
    }

    /** What a rate is multiplied by while it rises from 0 in the first epochs. */
    double warmth(int epochs) {
      return epochs == 0 ? 1 : Math.min(1, (double) step / (epochs * stepsAnEpoch));
    }
  }

  /**
   * {@code rate * (1 - step/steps)^power}.
   *
   * @param warmupEpochs in which the rate rises from 0 on top of that
   */
  record Poly(double power, int warmupEpochs) implements Schedule {
    @Override
    public Rates at(Position position, Rates base) {
      double left = Math.max(0, 1 - position.part());
      double rate = base.rate() * Math.pow(left, power) * position.warmth(warmupEpochs);
      return new Rates(rate, base.momentum());
    }
  }

  /** {@code rate * factor^floor(epoch/every)}. */
  record Step(int every, double factor) implements Schedule {
    @Override
    public Rates at(Position position, Rates base) {
      double decays = Math.floor((double) position.epoch() / every);
      return new Rates(base.rate() * Math.pow(factor, decays), base.momentum());
    }
  }

  /**
   * {@code least + (rate - least) * (1 + cos(pi * step/steps)) / 2} (Loshchilov and Hutter 2017).
   *
   * @param warmupEpochs in which the rate rises from 0 on top of that
   */
  record Cosine(double least, int warmupEpochs) implements Schedule {
    @Override
    public Rates at(Position position, Rates base) {
      double rate = annealed(base.rate(), least, position.part());
      return new Rates(rate * position.warmth(warmupEpochs), base.momentum());
    }
  }

  /**
   * From {@code rate / start} to {@code rate} in the first part of the steps and then to {@code
   * rate / (start * end)}, along cosines; the momentum goes from 0.95 to 0.85 and back (Smith and
   * Topin 2018; torch's OneCycleLR).
   *
   * @param rising the part of the steps in which the rate rises
   */
  record OneCycle(double start, double end, double rising) implements Schedule {
    private static final double HIGH = 0.95;
    private static final double LOW = 0.85;

    @Override
    public Rates at(Position position, Rates base) {
      double peak = rising * position.steps() - 1;
      double last = position.steps() - 1.0;
      double first = base.rate() / start;
      if (position.step() <= peak) {
        double part = position.step() / peak;
        return new Rates(annealed(first, base.rate(), part), annealed(HIGH, LOW, part));
      }
      double part = last <= peak ? 1 : (position.step() - peak) / (last - peak);
      return new Rates(annealed(base.rate(), first / end, part), annealed(LOW, HIGH, part));
    }
  }

  private static double annealed(double from, double to, double part) {
    return to + (from - to) * (1 + Math.cos(Math.PI * part)) / 2;
  }
}
