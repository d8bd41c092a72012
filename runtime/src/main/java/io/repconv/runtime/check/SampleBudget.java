package io.repconv.runtime.check;

import java.util.List;

/** Multiply-adds in float64 that samples may take, the first of each size before all others. */
final class SampleBudget {
  /** What of the budget all samples but the first of each size may take. */
  private static final double FURTHER = 0.25;

  private double left;
  private double leftForFurther;

  /** What first samples that are still to be run take. */
  private double ahead;

  SampleBudget(double whole) {
    this.left = whole;
    this.leftForFurther = FURTHER * whole;
  }

  /** Keeps what these samples will take from being spent on anything but samples. */
  void reserve(List<PlannedSample> firsts) {
    ahead = firsts.stream().mapToDouble(PlannedSample::cost).sum();
  }

  /** Spends what a sample takes, if there is as much. */
  boolean spendOn(PlannedSample sample) {
    ahead -= sample.isFirst() ? sample.cost() : 0;
    if (sample.cost() > (sample.isFirst() ? left : leftForFurther)) {
      return false;
    }
    leftForFurther -= sample.isFirst() ? 0 : sample.cost();
    spend(sample.cost());
    return true;
  }

  /** Spends this beside a sample, if the first samples still to be run leave as much. */
  boolean spendBeside(double cost) {
    if (cost > left - ahead) {
      return false;
    }
    spend(cost);
    return true;
  }

  private void spend(double cost) {
    left -= cost;
    leftForFurther = Math.min(left, leftForFurther);
  }
}
