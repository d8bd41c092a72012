package io.repconv.converter.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.repconv.converter.Version;
import io.repconv.converter.training.DeployedAccuracy;
import io.repconv.converter.training.TrainingRun;
import io.repconv.runtime.train.EpochReport;

/** What {@code repconv train --json} prints; docs/guide/json.md describes it. */
public final class TrainJson {
  private TrainJson() {}

  /**
   * The JSON of a run.
   *
   * @param architecture the network, {@code NAME:key=value,…}
   * @param parameters how many elements are learned
   */
  public static JsonObject of(String architecture, long parameters, TrainingRun.Outcome outcome) {
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    object.addProperty("command", "train");
    object.addProperty("architecture", architecture);
    object.addProperty("parameters", parameters);
    object.addProperty("stopped", outcome.stopped());
    object.addProperty("folder", outcome.folder().path().toString());
    object.addProperty("last", outcome.folder().last().toString());
    outcome
        .best()
        .ifPresent(
            best -> {
              object.addProperty("best", outcome.folder().best().toString());
              object.addProperty("bestEpoch", best.epoch() + 1);
            });
    object.add("epochs", NetworkJson.array(outcome.epochs(), TrainJson::epoch));
    outcome.deployed().ifPresent(deployed -> object.add("folded", folded(deployed)));
    return object;
  }

  private static JsonObject epoch(EpochReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("epoch", report.epoch() + 1);
    JsonObject metrics = new JsonObject();
    report.metrics().forEach(metrics::addProperty);
    object.add("metrics", metrics);
    object.addProperty("best", report.best());
    return object;
  }

  private static JsonObject folded(DeployedAccuracy deployed) {
    JsonObject object = new JsonObject();
    object.addProperty("examples", deployed.examples());
    object.addProperty("trained", deployed.trained());
    object.addProperty("deployed", deployed.deployed());
    object.add("parted", NetworkJson.array(deployed.parted(), JsonPrimitive::new));
    return object;
  }
}
