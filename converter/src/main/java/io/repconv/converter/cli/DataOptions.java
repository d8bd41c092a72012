package io.repconv.converter.cli;

import io.repconv.converter.Model;
import io.repconv.converter.data.DataSamples;
import io.repconv.converter.data.ImageOptions;
import io.repconv.runtime.check.CheckPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** The options that say what data two models are compared on besides repconv's own. */
final class DataOptions {
  private static final String NUMBERS = "X,...";

  private DataOptions() {}

  static Options options() {
    return new Options()
        .addOption(
            Arguments.valueOption(
                "data",
                "FILE|DIR",
                "compare on this too: .npy, .npz, a folder of these or of PNG and JPEG images, or"
                    + " ONNX test data"))
        .addOption(
            Arguments.valueOption(
                "mean", NUMBERS, "taken from an image's channels, which reach from 0 to 1; 0"))
        .addOption(Arguments.valueOption("std", NUMBERS, "what they are divided by then; 1"))
        .addOption(
            Arguments.valueOption(
                "size", "HxW", "what images are scaled to; otherwise a size that ORIGINAL fixes"));
  }

  /** What the options say of images, looked at before any model is read. */
  static ImageOptions images(Arguments arguments) {
    for (String option : List.of("mean", "std", "size")) {
      if (arguments.has(option) && !arguments.has("data")) {
        throw Arguments.usage("--" + option, "it is for images", "--data with a folder of them");
      }
    }
    return new ImageOptions(
        numbers(arguments, "mean", 0), numbers(arguments, "std", 1), size(arguments));
  }

  static CheckPolicy addTo(
      CheckPolicy policy, Arguments arguments, ImageOptions images, Model original) {
    return arguments
        .text("data")
        .map(
            text ->
                policy.withData(
                    DataSamples.of(ModelOptions.path("--data", text), original.graph(), images)))
        .orElse(policy);
  }

  private static List<Double> numbers(Arguments arguments, String option, double otherwise) {
    Optional<String> text = arguments.text(option);
    if (text.isEmpty()) {
      return List.of(otherwise);
    }
    String number = "-?[0-9]{1,9}([.][0-9]{0,12})?";
    List<Double> numbers =
        text.get().matches(number + "(," + number + "){0,2}")
            ? Arrays.stream(text.get().split(",", -1)).map(Double::valueOf).toList()
            : List.of();
    boolean divides = option.equals("std");
    if (numbers.isEmpty() || (divides && numbers.contains(0.0))) {
      throw Arguments.usage(
          "--" + option,
          "'" + text.get() + "'",
          "one number, or one a channel, such as 0.485,0.456,0.406" + (divides ? ", none 0" : ""));
    }
    return numbers;
  }

  private static Optional<ImageOptions.Size> size(Arguments arguments) {
    return arguments
        .text("size")
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
                throw Arguments.usage("--size", "'" + text + "'", "HxW such as 224x224");
              }
              String[] sides = text.split("x", -1);
              return new ImageOptions.Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
            });
  }
}
