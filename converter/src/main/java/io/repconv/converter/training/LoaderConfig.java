package io.repconv.converter.training;

import io.repconv.converter.dataset.DatasetType;
import io.repconv.converter.dataset.Datasets;
import io.repconv.converter.dataset.Preprocessing;
import io.repconv.runtime.train.data.BatchOptions;
import io.repconv.runtime.train.data.Dataset;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What is trained or validated on: {@code train_loader}, {@code val_loader}.
 *
 * @param split the part of the data set: a list, folder or prefix of files
 * @param dropLast whether a last batch of fewer images is left out
 * @param workers threads that read and augment images; 0 leaves it to the training's own
 */
public record LoaderConfig(
    DatasetType type,
    Path folder,
    String split,
    int batchSize,
    boolean shuffle,
    boolean dropLast,
    int workers,
    Preprocessing preprocessing) {
  private static final int MOST_IMAGES = 1 << 16;
  private static final int MOST_PIXELS = 1 << 14;
  private static final int MOST_WORKERS = 256;

  static LoaderConfig read(Keys keys, boolean training) {
    keys.require("type");
    DatasetType type =
        keys.oneOf("type", DatasetType.names()).map(DatasetType::named).orElse(DatasetType.VOC);
    Keys args = keys.object("args");
    args.require("data_dir");
    args.require("batch_size");
    LoaderConfig loader =
        new LoaderConfig(
            type,
            args.path("data_dir").orElse(Path.of("")),
            args.text("split").orElse(training ? type.trainingSplit() : type.validationSplit()),
            args.integer("batch_size", 1, MOST_IMAGES).orElse(1),
            args.flag("shuffle").orElse(training),
            args.flag("drop_last").orElse(false),
            args.integer("num_workers", 0, MOST_WORKERS).orElse(1),
            preprocessing(args, training));
    args.end();
    keys.end();
    return loader;
  }

  /**
   * The images.
   *
   * @param ignored the target of pixels that are not labelled
   * @throws io.repconv.graph.RepconvException DATASET and others where they cannot be read
   */
  public Dataset open(int ignored) {
    return Datasets.open(type, folder, split, ignored, preprocessing);
  }

  /** How they become batches. */
  public BatchOptions batches(long seed) {
    return new BatchOptions(batchSize, shuffle, dropLast, workers, seed);
  }

  private static Preprocessing preprocessing(Keys args, boolean training) {
    boolean augment = args.flag("augment").orElse(false);
    boolean validation = args.flag("val").orElse(!training);
    OptionalInt baseSize = args.integer("base_size", 1, MOST_PIXELS);
    boolean scale = args.flag("scale").orElse(false);
    if (augment && validation) {
      args.problem(
          "augment",
          "true where val is " + (args.has("val") ? "true" : "so for a val_loader"),
          "one of them",
          "Images are augmented to train on and scaled and cropped to be validated on.");
    }
    if (scale && baseSize.isEmpty()) {
      args.problem(
          "scale", "true without base_size", "base_size, of which the scale is a multiple", "");
    }
    return new Preprocessing(
        augment,
        baseSize,
        args.integer("crop_size", 1, MOST_PIXELS),
        args.integer("pad", 0, MOST_PIXELS).orElse(0),
        scale,
        args.flag("rotate").orElse(false),
        args.flag("flip").orElse(false),
        args.flag("blur").orElse(false));
  }
}
