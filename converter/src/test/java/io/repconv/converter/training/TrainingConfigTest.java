package io.repconv.converter.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.converter.Fixtures;
import io.repconv.converter.dataset.DatasetType;
import io.repconv.converter.dataset.Preprocessing;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.LossFunction;
import io.repconv.runtime.train.Monitor;
import io.repconv.runtime.train.OptimizerOptions.Kind;
import io.repconv.runtime.train.Schedule;
import io.repconv.runtime.train.data.BatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingConfigTest {
  private static final String SMALLEST =
      """
      {
        "name": "small",
        "arch": {"type": "ResNet-18", "args": {}},
        "train_loader": {"type": "VOC", "args": {"data_dir": "data", "batch_size": 8}},
        "optimizer": {"type": "SGD", "args": {"lr": 0.1}},
        "loss": "CrossEntropyLoss2d",
        "lr_scheduler": {"type": "Poly"},
        "trainer": {"epochs": 20}
      }
      """;

  @TempDir private Path folder;

  private TrainingConfig read(String json) throws IOException {
    return TrainingConfig.read(Files.writeString(folder.resolve("train.json"), json));
  }

  /** The smallest configuration with a part of its text replaced. */
  private TrainingConfig with(String part, String replacement) throws IOException {
    assertThat(SMALLEST).contains(part);
    return read(SMALLEST.replace(part, replacement));
  }

  private void assertRefused(String part, String replacement, String... expected) {
    assertThatThrownBy(() -> with(part, replacement))
        .isInstanceOfSatisfying(
            RepconvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
        .hasMessageContainingAll(expected);
  }

  @Test
  void whatIsNotGivenHasItsDefault() throws IOException {
    TrainingConfig config = read(SMALLEST);

    assertThat(config.name()).isEqualTo("small");
    assertThat(config.gpus()).isZero();
    assertThat(config.syncBatchNorm()).isFalse();
    assertThat(config.arch()).isEqualTo(new ArchConfig("ResNet-18", false, false, Map.of()));
    assertThat(config.training())
        .isEqualTo(
            new LoaderConfig(
                DatasetType.VOC, Path.of("data"), "train", 8, true, false, 1, Preprocessing.NONE));
    assertThat(config.validation()).isEmpty();
    assertThat(config.optimizer())
        .isEqualTo(new OptimizerConfig(Kind.SGD, false, false, 0.1, 0, 0));
    assertThat(config.loss()).isEqualTo(LossFunction.CROSS_ENTROPY);
    assertThat(config.ignoreIndex()).isEqualTo(255);
    assertThat(config.schedule()).isEqualTo(new Schedule.Poly(0.9, 0));
    assertThat(config.trainer())
        .isEqualTo(
            new TrainerConfig(
                20,
                Path.of("saved"),
                1,
                Optional.empty(),
                OptionalInt.empty(),
                true,
                Path.of("saved/runs"),
                20,
                false,
                1));
    assertThat(config.pretrained()).isEmpty();
    assertThat(config.seed()).isZero();
  }

  @Test
  void everythingThatIsGivenIsRead() throws IOException {
    TrainingConfig config =
        read(
            """
            {
              "name": "all", "n_gpu": 1, "use_synch_bn": true, "seed": 9, "ignore_index": -1,
              "pretrained": "backbone.pth",
              "arch": {"type": "resnet_50",
                "args": {"freeze_bn": true, "freeze_backbone": true, "width": 32}},
              "train_loader": {"type": "ImageFolder", "args": {"data_dir": "a", "split": "x",
                "batch_size": 3, "augment": true, "base_size": 40, "crop_size": 32, "pad": 4,
                "scale": true, "rotate": true, "flip": true, "blur": true, "shuffle": false,
                "drop_last": true, "num_workers": 0, "val": false}},
              "val_loader": {"type": "FashionMNIST",
                "args": {"data_dir": "b", "batch_size": 5, "crop_size": 28, "val": true}},
              "optimizer": {"type": "AdamW", "differential_lr": true, "custom_l2": true,
                "args": {"lr": 1e-3}},
              "loss": "FocalLoss",
              "lr_scheduler": {"type": "OneCycle", "args": {"pct_start": 0.4}},
              "trainer": {"epochs": 5, "save_dir": "out", "save_period": 2, "monitor": "min val_loss",
                "early_stop": 3, "tensorboard": false, "log_dir": "logs", "log_per_iter": 7,
                "val": true, "val_per_epochs": 4}
            }
            """);

    assertThat(config.gpus()).isEqualTo(1);
    assertThat(config.syncBatchNorm()).isTrue();
    assertThat(config.seed()).isEqualTo(9);
    assertThat(config.ignoreIndex()).isEqualTo(-1);
    assertThat(config.pretrained()).contains(Path.of("backbone.pth"));
    assertThat(config.arch())
        .isEqualTo(new ArchConfig("ResNet-50", true, true, Map.of("width", "32")));
    LoaderConfig training = config.training();
    assertThat(training.split()).isEqualTo("x");
    assertThat(training.batches(9)).isEqualTo(new BatchOptions(3, false, true, 0, 9));
    assertThat(training.preprocessing())
        .isEqualTo(
            new Preprocessing(
                true, OptionalInt.of(40), OptionalInt.of(32), 4, true, true, true, true));
    LoaderConfig validation = config.validation().orElseThrow();
    assertThat(validation.type()).isEqualTo(DatasetType.FASHION_MNIST);
    assertThat(validation.split()).isEqualTo("t10k");
    assertThat(validation.shuffle()).isFalse();
    assertThat(config.optimizer())
        .isEqualTo(new OptimizerConfig(Kind.ADAMW, true, true, 1e-3, 0.01, 0.9));
    assertThat(config.loss()).isEqualTo(LossFunction.FOCAL);
    assertThat(config.schedule()).isEqualTo(new Schedule.OneCycle(25, 1e4, 0.4));
    assertThat(config.trainer())
        .isEqualTo(
            new TrainerConfig(
                5,
                Path.of("out"),
                2,
                Optional.of(new Monitor("val_loss", false)),
                OptionalInt.of(3),
                false,
                Path.of("logs"),
                7,
                true,
                4));
  }

  @Test
  void theExamplesAreRead() {
    TrainingConfig images = example("fashion-mnist-repvgg");
    TrainingConfig pixels = example("voc-reppsp");

    assertThat(images.training().type()).isEqualTo(DatasetType.FASHION_MNIST);
    assertThat(images.schedule()).isEqualTo(new Schedule.OneCycle(25, 1e4, 0.3));
    assertThat(example("fashion-mnist-dbb").arch().settings()).containsEntry("repconv", "dbb");
    assertThat(example("fashion-mnist-dbb-plain").arch().settings())
        .containsEntry("repconv", "conv");
    assertThat(example("fashion-mnist-repvgg-plain").arch().type()).isEqualTo("RepVGG-A0");
    assertThat(example("shapes-reppsp").loss()).isEqualTo(LossFunction.CROSS_ENTROPY);
    assertThat(images.trainer().monitor()).hasValue(new Monitor("Top_1", true));
    assertThat(pixels.training().split()).isEqualTo("train_aug");
    assertThat(pixels.training().preprocessing().baseSize()).hasValue(400);
    assertThat(pixels.validation().orElseThrow().preprocessing().augment()).isFalse();
    assertThat(pixels.optimizer().differentialRate()).isTrue();
    assertThat(pixels.trainer().earlyStop()).hasValue(10);
  }

  private static TrainingConfig example(String name) {
    return TrainingConfig.read(Fixtures.page("fixtures/training/" + name + ".json"));
  }

  @Test
  void theOtherSchedulesHaveTheirSettings() throws IOException {
    assertThat(
            with("{\"type\": \"Poly\"}", "{\"type\": \"Step\", \"args\": {\"step_size\": 5}}")
                .schedule())
        .isEqualTo(new Schedule.Step(5, 0.1));
    assertThat(
            with(
                    "{\"type\": \"Poly\"}",
                    "{\"type\": \"Cosine\", \"args\": {\"eta_min\": 1e-5, \"warmup_epochs\": 2}}")
                .schedule())
        .isEqualTo(new Schedule.Cosine(1e-5, 2));
  }

  @Test
  void aValidationIsMonitoredByWhatItsTaskCounts() throws IOException {
    String loader =
        "\"val_loader\": {\"type\": \"VOC\", \"args\": {\"data_dir\": \"d\", \"batch_size\": 1}}, ";

    TrainerConfig trainer = with("\"optimizer\"", loader + "\"optimizer\"").trainer();

    assertThat(trainer.validate()).isTrue();
    assertThat(trainer.monitor()).hasValue(new Monitor("Mean_IoU", true));
  }

  @Test
  void aKeyThatIsNotKnownIsToldWithThoseThatAreAndTheNearest() {
    assertThatThrownBy(() -> with("{\"epochs\": 20}", "{\"epochs\": 20, \"epoch\": 20}"))
        .satisfies(
            e ->
                assertThat(Files.readString(Fixtures.page("docs/errors/RC-004.md")))
                    .contains(
                        "repconv: "
                            + String.valueOf(e.getMessage()).replace(folder + "/", "")
                            + "\n```"));
    assertRefused("\"name\"", "\"nam\": 1, \"name\"", "train.json, nam: no such key", "mean name?");
    assertRefused(
        "\"args\": {}",
        "\"args\": {\"freeze_bm\": true}",
        "arch.args.freeze_bm",
        "mean freeze_bn?");
    assertRefused(
        "\"batch_size\": 8",
        "\"batch_size\": 8, \"cropsize\": 3",
        "train_loader.args.cropsize: no such key",
        "Did you mean crop_size?");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    SMALLEST
                        .replace("\"Poly\"", "\"Poli\"")
                        .replace("\"batch_size\": 8", "\"batch_size\": \"8\"")
                        .replace("\"name\": \"small\",", "")))
        .hasMessage(
            """
            %s: 3 keys cannot be used.
              name: this is missing, expected a value.
              train_loader.args.batch_size: "8", expected a whole number from 1 to 65536.
              lr_scheduler.type: 'Poli', expected one of Poly, OneCycle, Step, Cosine. Did you mean Poly? [RC-004]"""
                .formatted(folder.resolve("train.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "20            | 0                          | trainer.epochs: 0, expected a whole number from 1",
        "20            | 2.5                        | trainer.epochs: 2.5, expected a whole",
        "20            | 1e999999999                | trainer.epochs: 1e999999999, expected",
        "20            | true                       | trainer.epochs: true, expected",
        "0.1           | -0.1                       | optimizer.args.lr: -0.1, expected a positive number",
        "0.1           | 1e400                      | optimizer.args.lr: 1e400, expected a positive",
        "0.1           | \"fast\"                   | optimizer.args.lr: \"fast\", expected a positive",
        "0.1           | 0.1, \"momentum\": 1       | momentum: 1, expected a number from 0 to below 1",
        "\"SGD\"       | \"Sgd\"                    | optimizer.type: 'Sgd', expected one of SGD, Adam, AdamW",
        "\"VOC\"       | \"VOC2012\"                | train_loader.type: 'VOC2012', expected one of VOC, ADE20K",
        "\"ResNet-18\" | \"ResNet-19\"              | no architecture 'ResNet-19' is built in, expected one of ResNet-18",
        "\"data\"      | [\"data\"]                 | data_dir: [\"data\"], expected a text",
        "\"data\"      | \"\"                       | data_dir: \"\", expected a text that is not empty",
        "\"data\"      | \"\\u0000\"                | data_dir: \"\\u0000\", expected the name of a file or folder",
        "{\"lr\": 0.1} | 3                          | optimizer.args: 3, expected an object",
        "{\"lr\": 0.1} | {}                         | optimizer.args.lr: this is missing",
        "\"name\"      | \"n_gpu\": -1, \"name\"     | n_gpu: -1, expected a whole number from 0 to 64",
        "\"name\"      | \"seed\": 0.5, \"name\"     | seed: 0.5, expected a whole number",
        "\"small\"     | \"../up\"                  | name: '../up', expected letters",
        "\"args\": {}  | \"args\": {\"width\": []}  | arch.args.width: [], expected a text, a number",
      })
  void valuesThatCannotBeAreToldWithThePathToThem(String part, String replacement, String said) {
    assertRefused(part, replacement, said);
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    String batch = "\"batch_size\": 8";
    assertRefused(
        batch, batch + ", \"augment\": true, \"val\": true", "augment: true where val is");
    assertRefused(batch, batch + ", \"scale\": true", "scale: true without base_size");
    String epochs = "\"epochs\": 20";
    assertRefused(epochs, epochs + ", \"val\": true", "trainer.val: true without val_loader");
    assertRefused(epochs, epochs + ", \"monitor\": \"max Mean_IoU\"", "without validation");
    assertRefused(epochs, epochs + ", \"monitor\": \"max Top_1\"", "trainer.monitor: 'max Top_1'");
    assertRefused(epochs, epochs + ", \"early_stop\": 2", "where nothing is monitored");
    assertRefused("\"SGD\", \"args\": {", "\"Adam\", \"args\": {\"momentum\": 0.9, ", "for Adam");
    assertRefused(
        "{\"type\": \"Poly\"}",
        "{\"type\": \"Poly\", \"args\": {\"warmup_epochs\": 20}}",
        "warmup_epochs: 20, expected a whole number from 0 to 19");
    assertRefused(
        "\"type\": \"VOC\"",
        "\"type\": \"ImageFolder\"",
        "'CrossEntropyLoss2d', expected one of CrossEntropyLoss, FocalLoss");
    assertRefused(
        "\"optimizer\"",
        "\"val_loader\": {\"type\": \"MNIST\", \"args\": {\"data_dir\": \"d\", \"batch_size\": 1}}, \"optimizer\"",
        "val_loader.type: a data set for classification, expected one for segmentation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name': 'x'}",
        "{\"name\": \"x\",}",
        "{\"a\": 1 // no\n}",
        "{} {}",
        "{\"a\": NaN}",
        "{\"a\": 1",
        "",
        "[]",
        "{\"a\": 1, \"a\": 2}",
        "\uFEFF{}",
      })
  void whatIsNoJsonObjectIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("train.json: ")
        .hasMessageContaining("[RC-004]");
  }

  @Test
  void aKeyThatStandsTwiceIsNamed() {
    assertRefused(
        "\"epochs\": 20", "\"epochs\": 20, \"epochs\": 30", "the key 'epochs' for the second time");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> TrainingConfig.read(folder.resolve("none.json")))
        .hasMessageContaining("none.json: no such file")
        .hasMessageContaining("[RC-101]");
  }
}
