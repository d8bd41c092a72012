package io.repconv.converter.training;

import io.repconv.runtime.train.LossFunction;
import io.repconv.runtime.train.Monitor;
import io.repconv.runtime.train.OptimizerOptions.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names that a configuration chooses from, and what they stand for. */
final class Choices {
  /** Losses over the pixels of an image. */
  static final Map<String, LossFunction> SEGMENTATION_LOSSES = segmentationLosses();

  /** Losses of one class for an image. */
  static final Map<String, LossFunction> CLASSIFICATION_LOSSES = classificationLosses();

  static final Map<String, Kind> OPTIMIZERS = optimizers();

  /** What makes an epoch the best, the usual one first; {@code off} keeps the last epoch. */
  static final Map<String, Optional<Monitor>> SEGMENTATION_MONITORS =
      monitors("Mean_IoU", "Pixel_Accuracy");

  static final Map<String, Optional<Monitor>> CLASSIFICATION_MONITORS = monitors("Top_1");

  private Choices() {}

  private static Map<String, LossFunction> segmentationLosses() {
    Map<String, LossFunction> losses = new LinkedHashMap<>();
    losses.put("CrossEntropyLoss2d", LossFunction.CROSS_ENTROPY);
    losses.put("CrossEntropyLoss", LossFunction.CROSS_ENTROPY);
    losses.put("DiceLoss", LossFunction.DICE);
    losses.put("FocalLoss", LossFunction.FOCAL);
    losses.put("CE_DiceLoss", LossFunction.CE_DICE);
    losses.put("LovaszSoftmax", LossFunction.LOVASZ_SOFTMAX);
    return Collections.unmodifiableMap(losses);
  }

  private static Map<String, LossFunction> classificationLosses() {
    Map<String, LossFunction> losses = new LinkedHashMap<>();
    losses.put("CrossEntropyLoss", LossFunction.CROSS_ENTROPY);
    losses.put("FocalLoss", LossFunction.FOCAL);
    return Collections.unmodifiableMap(losses);
  }

  private static Map<String, Kind> optimizers() {
    Map<String, Kind> optimizers = new LinkedHashMap<>();
    optimizers.put("SGD", Kind.SGD);
    optimizers.put("Adam", Kind.ADAM);
    optimizers.put("AdamW", Kind.ADAMW);
    return Collections.unmodifiableMap(optimizers);
  }

  private static Map<String, Optional<Monitor>> monitors(String... largest) {
    Map<String, Optional<Monitor>> monitors = new LinkedHashMap<>();
    for (String metric : largest) {
      monitors.put("max " + metric, Optional.of(new Monitor(metric, true)));
    }
    monitors.put("min val_loss", Optional.of(new Monitor("val_loss", false)));
    monitors.put("off", Optional.empty());
    return Collections.unmodifiableMap(monitors);
  }
}
