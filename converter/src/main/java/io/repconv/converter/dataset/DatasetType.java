package io.repconv.converter.dataset;

import io.repconv.runtime.train.data.Task;
import java.util.Arrays;
import java.util.List;

/** The data sets that can be read, by the names that a configuration gives them. */
public enum DatasetType {
  VOC("VOC", Task.SEGMENTATION, "train", "val", Normalization.PHOTOS),
  ADE20K("ADE20K", Task.SEGMENTATION, "training", "validation", Normalization.PHOTOS),
  CITYSCAPES("CityScapes", Task.SEGMENTATION, "train", "val", Normalization.PHOTOS),
  COCO("COCO", Task.SEGMENTATION, "train2017", "val2017", Normalization.PHOTOS),
  IMAGE_FOLDER("ImageFolder", Task.CLASSIFICATION, "train", "val", Normalization.PHOTOS),
  FASHION_MNIST("FashionMNIST", Task.CLASSIFICATION, "train", "t10k", Normalization.FASHION_MNIST),
  MNIST("MNIST", Task.CLASSIFICATION, "train", "t10k", Normalization.MNIST);

  private final String text;
  private final Task task;
  private final String trainingSplit;
  private final String validationSplit;

  @SuppressWarnings("ImmutableEnumChecker") // a record of immutable lists
  private final Normalization normalization;

  DatasetType(
      String text,
      Task task,
      String trainingSplit,
      String validationSplit,
      Normalization normalization) {
    this.text = text;
    this.task = task;
    this.trainingSplit = trainingSplit;
    this.validationSplit = validationSplit;
    this.normalization = normalization;
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(DatasetType::text).toList();
  }

  /** The type of one of these names. */
  public static DatasetType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.text.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** The name in a configuration. */
  public String text() {
    return text;
  }

  public Task task() {
    return task;
  }

  /** What is trained on where no split is given. */
  public String trainingSplit() {
    return trainingSplit;
  }

  /** What is validated on where no split is given. */
  public String validationSplit() {
    return validationSplit;
  }

  /** How its images become the input of a network. */
  public Normalization normalization() {
    return normalization;
  }
}
