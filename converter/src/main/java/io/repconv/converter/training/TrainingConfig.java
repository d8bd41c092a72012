package io.repconv.converter.training;

import com.google.gson.JsonElement;
import com.google.gson.stream.MalformedJsonException;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.LossFunction;
import io.repconv.runtime.train.Schedule;
import io.repconv.runtime.train.data.Task;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be trained, on what and how. The keys are those of pytorch-segmentation's
 * configurations; {@code docs/guide/training.md} has each with its type and default. Relative paths
 * start from the working directory.
 *
 * @param name what the training is called in its folders
 * @param gpus how many GPUs are trained on; 0 is the CPU
 * @param syncBatchNorm whether norms share their statistics among devices; on one device it changes
 *     nothing
 * @param ignoreIndex the target that no loss and no metric counts
 * @param pretrained a checkpoint whose backbone the training starts from
 */
public record TrainingConfig(
    String name,
    int gpus,
    boolean syncBatchNorm,
    ArchConfig arch,
    LoaderConfig training,
    Optional<LoaderConfig> validation,
    OptimizerConfig optimizer,
    LossFunction loss,
    int ignoreIndex,
    Schedule schedule,
    TrainerConfig trainer,
    Optional<Path> pretrained,
    long seed) {
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_GPUS = 64;
  private static final int IGNORED = 255;

  /**
   * Reads a configuration. All that is wrong in it is told at once.
   *
   * @throws RepconvException CONFIGURATION; FILE_NOT_FOUND where the file cannot be read
   */
  public static TrainingConfig read(Path file) {
    JsonElement tree = tree(file);
    if (!tree.isJsonObject()) {
      throw RepconvException.of(ErrorCode.CONFIGURATION)
          .at(file.toString())
          .observed("no JSON object")
          .expected("one, from { to }")
          .build();
    }
    Problems problems = new Problems(file);
    TrainingConfig config = read(new Keys(tree.getAsJsonObject(), "", problems));
    problems.throwAny();
    return config;
  }

  private static TrainingConfig read(Keys keys) {
    keys.require("name");
    String name = name(keys);
    int gpus = keys.integer("n_gpu", 0, MOST_GPUS).orElse(0);
    boolean syncBatchNorm = keys.flag("use_synch_bn").orElse(false);
    ArchConfig arch = ArchConfig.read(keys.object("arch"));
    LoaderConfig training = LoaderConfig.read(keys.object("train_loader"), true);
    Optional<LoaderConfig> validation =
        keys.has("val_loader")
            ? Optional.of(LoaderConfig.read(keys.object("val_loader"), false))
            : Optional.empty();
    Task task = training.type().task();
    if (validation.isPresent() && validation.get().type().task() != task) {
      keys.problem(
          "val_loader.type",
          "a data set for " + words(validation.get().type().task()),
          "one for " + words(task) + ", as train_loader has",
          "");
    }
    OptimizerConfig optimizer = OptimizerConfig.read(keys.object("optimizer"));
    LossFunction loss = loss(keys, task);
    int ignoreIndex = keys.integer("ignore_index", -IGNORED, IGNORED).orElse(IGNORED);
    TrainerConfig trainer =
        TrainerConfig.read(keys.object("trainer"), task, validation.isPresent());
    Schedule schedule = ScheduleKeys.read(keys.object("lr_scheduler"), trainer.epochs());
    TrainingConfig config =
        new TrainingConfig(
            name,
            gpus,
            syncBatchNorm,
            arch,
            training,
            validation,
            optimizer,
            loss,
            ignoreIndex,
            schedule,
            trainer,
            keys.path("pretrained"),
            keys.integer("seed", 0, Long.MAX_VALUE).orElse(0));
    keys.end();
    return config;
  }

  private static String name(Keys keys) {
    Optional<String> name = keys.text("name");
    if (name.isPresent() && !name.get().matches("[\\w.+ -]*\\w[\\w.+ -]*")) {
      keys.problem("name", "'" + name.get() + "'", "letters, digits, space and _ . + -", "");
    }
    return name.orElse("");
  }

  private static LossFunction loss(Keys keys, Task task) {
    keys.require("loss");
    Map<String, LossFunction> choices =
        task == Task.SEGMENTATION ? Choices.SEGMENTATION_LOSSES : Choices.CLASSIFICATION_LOSSES;
    return keys.oneOf("loss", choices).orElse(LossFunction.CROSS_ENTROPY);
  }

  private static String words(Task task) {
    return task == Task.SEGMENTATION ? "segmentation" : "classification";
  }

  private static JsonElement tree(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
            .at(file.toString())
            .observed("no such file")
            .expected("a training configuration in JSON")
            .build();
      }
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw notJson(file, "%d bytes".formatted(size));
      }
      try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return JsonTree.read(in);
      }
    } catch (MalformedJsonException | EOFException e) {
      throw notJson(file, "no JSON: " + firstLine(e));
    } catch (CharacterCodingException e) {
      throw notJson(file, "bytes that are no UTF-8");
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(file.toString())
          .observed("this cannot be read (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static RepconvException notJson(Path file, String observed) {
    return RepconvException.of(ErrorCode.CONFIGURATION)
        .at(file.toString())
        .observed(observed)
        .expected("a JSON object of at most 1 MiB")
        .build();
  }
}
