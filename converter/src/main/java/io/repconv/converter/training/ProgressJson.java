package io.repconv.converter.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.EpochReport;
import io.repconv.runtime.train.TrainingState.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a training stands, as its checkpoints keep it. */
final class ProgressJson {
  private ProgressJson() {}

  static String write(Progress progress) {
    JsonObject object = new JsonObject();
    object.addProperty("epoch", progress.epoch());
    object.addProperty("batch", progress.batch());
    object.addProperty("step", progress.step());
    object.addProperty("loss_sum", progress.lossSum());
    object.addProperty("examples", progress.examples());
    if (!Double.isNaN(progress.best())) {
      object.addProperty("best", progress.best());
    }
    object.addProperty("without_better", progress.withoutBetter());
    return object.toString();
  }

  /**
   * Reads it.
   *
   * @throws RepconvException MALFORMED where it is not what {@link #write} writes
   */
  static Progress read(Path checkpoint, String text) {
    try {
      JsonObject object = JsonParser.parseString(text).getAsJsonObject();
      JsonElement best = object.get("best");
      Progress progress =
          new Progress(
              object.get("epoch").getAsInt(),
              object.get("batch").getAsInt(),
              object.get("step").getAsLong(),
              object.get("loss_sum").getAsDouble(),
              object.get("examples").getAsLong(),
              best == null ? Double.NaN : best.getAsDouble(),
              object.get("without_better").getAsInt());
      if (progress.epoch() >= 0 && progress.batch() >= 0 && progress.step() >= 0) {
        return progress;
      }
    } catch (JsonParseException
        | IllegalStateException
        | NumberFormatException
        | NullPointerException
        | UnsupportedOperationException e) {
      throw malformed(checkpoint, e);
    }
    throw malformed(checkpoint, null);
  }

  private static RepconvException malformed(Path checkpoint, @Nullable Throwable cause) {
    RepconvException.Builder error =
        RepconvException.of(ErrorCode.MALFORMED)
            .at(checkpoint + ", repconv.training")
            .observed("no state of a training")
            .expected("a checkpoint that 'repconv train' wrote");
    return cause == null ? error.build() : error.cause(cause).build();
  }

  /** One line of {@code epochs.jsonl}; epochs count from 1 as people do. */
  static String line(EpochReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("epoch", report.epoch() + 1);
    report.metrics().forEach(object::addProperty);
    return object.toString();
  }
}
