package io.repconv.runtime.train;

import io.repconv.graph.Tensor;
import java.util.Map;

/**
 * All that is needed to go on as if nothing had stopped.
 *
 * @param progress where training stands
 * @param parameters of the network by name, running statistics included
 * @param optimizer the optimizer's state by slot and parameter
 */
public record TrainingState(
    Progress progress, Map<String, Tensor> parameters, Map<String, Tensor> optimizer) {
  /**
   * Where training stands.
   *
   * @param epoch the one that goes on or comes next, from 0
   * @param batch the batch of the epoch that comes next, from 0
   * @param step how many steps were made
   * @param lossSum the sum of the losses of the epoch's examples so far
   * @param examples how many examples those are
   * @param best the best value of what is monitored, NaN before there is one
   * @param withoutBetter validations since then
   */
  public record Progress(
      int epoch,
      int batch,
      long step,
      double lossSum,
      long examples,
      double best,
      int withoutBetter) {
    public static final Progress START = new Progress(0, 0, 0, 0, 0, Double.NaN, 0);
  }
}
