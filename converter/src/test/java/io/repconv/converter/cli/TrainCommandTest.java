package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.dataset.ShapesDataset;
import io.repconv.graph.ExitStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From data on disk to a folded ONNX file, by the command line alone. */
class TrainCommandTest {
  @TempDir private static Path data;
  @TempDir private Path folder;

  @BeforeAll
  static void writeData() throws IOException {
    writeStripes("train", 96);
    writeStripes("t10k", 40);
    ShapesDataset.write(data.resolve("shapes"), 8, 4, 32, 3, 1);
  }

  /** Images of the MNIST family: 12x12, the class is how wide the stripes are. */
  private static void writeStripes(String split, int count) throws IOException {
    Random random = new Random(count);
    ByteBuffer images = ByteBuffer.allocate(16 + count * 144);
    images.putInt(0x803).putInt(count).putInt(12).putInt(12);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(3);
      labels.put((byte) label);
      for (int pixel = 0; pixel < 144; pixel++) {
        int level = pixel / 12 / (label + 1) % 2 == 0 ? 40 : 200;
        images.put((byte) (level + random.nextInt(40)));
      }
    }
    Files.write(data.resolve(split + "-images-idx3-ubyte"), images.array());
    Files.write(data.resolve(split + "-labels-idx1-ubyte"), labels.array());
  }

  private Path config(String name, String arch, String type, Path from, String rest)
      throws IOException {
    Path file = folder.resolve(name + ".json");
    Files.writeString(
        file,
        """
        {
          "name": "%1$s",
          "arch": %2$s,
          "train_loader": {"type": "%3$s", "args": {"data_dir": "%4$s", "batch_size": 16, "num_workers": 0}},
          "val_loader": {"type": "%3$s", "args": {"data_dir": "%4$s", "batch_size": 4, "num_workers": 0}},
          "optimizer": {"type": "SGD", "args": {"lr": 0.05, "momentum": 0.9}},
          "loss": "CrossEntropyLoss",
          "lr_scheduler": {"type": "Poly"},
          "trainer": {"save_dir": "%5$s", %6$s}
        }
        """
            .formatted(name, arch, type, from, folder.resolve("saved"), rest));
    return file;
  }

  private Path stripes(String rest) throws IOException {
    String arch = "{\"type\": \"RepVGG-A0\", \"args\": {\"width\": 4}}";
    return config("stripes", arch, "MNIST", data, rest);
  }

  @Test
  void aTrainedClassifierIsFoldedAndExportedWithoutBeingToldItsArchitecture() throws IOException {
    Path config = stripes("\"epochs\": 3");

    Run train = Run.of("train", "--config", config.toString());

    assertThat(train.err()).isEmpty();
    assertThat(train.out())
        .contains("train     RepVGG-A0:in_channels=1,num_classes=10,width=4")
        .contains("96 images of 10 classes, validated on 40")
        .containsPattern("epoch +loss +val_loss +Top_1")
        .containsPattern("\n +3 +[0-9.]+ +[0-9.]+ +[0-9.]+")
        .containsPattern(
            "folded    [0-9.]+ in ONNX Runtime, [0-9.]+ as it was trained, on 40 images")
        .contains("every answer is the same")
        .contains("deploy    repconv export " + folder.resolve("saved/stripes/best"));
    assertThat(train.status()).isEqualTo(ExitStatus.DONE);
    Path saved = folder.resolve("saved/stripes");
    assertThat(Files.readAllLines(saved.resolve("epochs.jsonl"))).hasSize(3);
    try (var events = Files.list(folder.resolve("saved/runs/stripes"))) {
      assertThat(events).hasSize(1);
    }

    Path best = saved.resolve("best");
    Run export = Run.of("export", best.toString(), "--to", "onnx", "--assert-single-branch");
    assertThat(export.err()).isEmpty();
    assertThat(export.out()).contains("folded    22 blocks into one convolution each");
    assertThat(saved.resolve("best.onnx")).isNotEmptyFile();
  }

  @Test
  void aSegmentationNetworkOfBlocksIsTrainedAndFolded() throws IOException {
    String arch = "{\"type\": \"RepPSP\", \"args\": {\"backbone\": \"ResNet-18\", \"width\": 4}}";
    Path config = config("shapes", arch, "VOC", data.resolve("shapes"), "\"epochs\": 1");

    Run train = Run.of("train", "--config", config.toString(), "--json");

    assertThat(train.err()).isEmpty();
    JsonObject result = JsonParser.parseString(train.out()).getAsJsonObject();
    assertThat(result.get("command").getAsString()).isEqualTo("train");
    JsonObject epoch = result.getAsJsonArray("epochs").get(0).getAsJsonObject();
    assertThat(epoch.getAsJsonObject("metrics").keySet())
        .contains("loss", "val_loss", "Pixel_Accuracy", "Mean_IoU");
    JsonObject deployed = result.getAsJsonObject("folded");
    assertThat(deployed.get("examples").getAsInt()).isEqualTo(4);
    assertThat(deployed.get("deployed").getAsDouble())
        .isEqualTo(deployed.get("trained").getAsDouble());

    Run export =
        Run.of(
            "export",
            result.get("best").getAsString(),
            "--to",
            "onnx",
            "--assert-single-branch",
            "--no-verify");
    assertThat(export.err()).isEmpty();
    assertThat(export.out()).contains("folded    25 blocks into one convolution each");
  }

  @Test
  void aTrainingGoesOnFromItsCheckpointInItsFolder() throws IOException {
    Run whole = Run.of("train", "--config", stripes("\"epochs\": 2").toString(), "--json");
    Run first = Run.of("train", "--config", stripes("\"epochs\": 2").toString(), "--json");
    JsonObject one = JsonParser.parseString(whole.out()).getAsJsonObject();
    JsonObject other = JsonParser.parseString(first.out()).getAsJsonObject();
    assertThat(other.get("folder").getAsString()).endsWith("stripes-2");
    assertThat(other.getAsJsonArray("epochs")).isEqualTo(one.getAsJsonArray("epochs"));

    Run rest =
        Run.of(
            "train",
            "--config",
            stripes("\"epochs\": 3").toString(),
            "--resume",
            other.get("last").getAsString());
    assertThat(rest.err()).isEmpty();
    assertThat(rest.out()).contains("into " + other.get("folder").getAsString());
    assertThat(Files.readAllLines(Path.of(other.get("folder").getAsString(), "epochs.jsonl")))
        .hasSize(3);
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefused() throws IOException {
    Run first = Run.of("train", "--config", stripes("\"epochs\": 1").toString(), "--json");
    String last = JsonParser.parseString(first.out()).getAsJsonObject().get("last").getAsString();
    String arch = "{\"type\": \"RepVGG-A0\", \"args\": {\"width\": 8}}";
    Path wider = config("wider", arch, "MNIST", data, "\"epochs\": 1");

    Run resumed = Run.of("train", "--config", wider.toString(), "--resume", last);

    assertThat(resumed.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(resumed.err())
        .contains("a training of RepVGG-A0:in_channels=1,num_classes=10,width=4")
        .contains("[RC-121]");
    assertThat(folder.resolve("saved/wider")).doesNotExist();
  }

  @Test
  void gpusAreRefusedByTheirKey() throws IOException {
    Path config = stripes("\"epochs\": 1");
    Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"n_gpu\": 1,"));

    Run run = Run.of("train", "--config", config.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err()).contains("n_gpu: 1 GPU is asked for, expected 0").contains("[RC-401]");
  }

  @Test
  void whatTheCommandLineLacksIsSaid() {
    assertThat(Run.of("train").err())
        .contains("--config: it was not given, expected --config FILE.json");
    assertThat(Run.of("train", "model.pt").err()).contains("train takes no model");
    Run missing = Run.of("train", "--config", folder.resolve("none.json").toString());
    assertThat(missing.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(missing.err()).contains("no such file").contains("[RC-101]");
  }

  /** What is there before: nothing may be left of a training that could not begin. */
  @Test
  void aTrainingThatCannotBeginLeavesNothing() throws IOException {
    String arch = "{\"type\": \"RepVGG-A0\", \"args\": {\"num_classes\": 7}}";
    Path config = config("seven", arch, "MNIST", data, "\"epochs\": 1");

    Run run = Run.of("train", "--config", config.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.MODEL);
    assertThat(run.err()).contains("10 classes, expected 7").contains("[RC-601]");
    assertThat(folder.resolve("saved")).doesNotExist();
  }
}
