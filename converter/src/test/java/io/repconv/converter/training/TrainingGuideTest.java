package io.repconv.converter.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.repconv.converter.Fixtures;
import io.repconv.runtime.zoo.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingGuideTest {
  private static final String ARCHITECTURE = "ResNet-18";
  private static final Pattern KNOWN =
      Pattern.compile("(\\S*?)unheard: no such key, expected one of ([^.]*)\\.");

  @TempDir private Path folder;

  /** With a key in each object that no reader asks for, so that the error lists those it does. */
  private Set<String> keys(String schedule) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("train.json"),
            """
            {
              "unheard": 0, "name": "x", "loss": "CrossEntropyLoss",
              "arch": {"unheard": 0, "type": "%s", "args": {"unheard": 0}},
              "train_loader": {"unheard": 0, "type": "VOC", "args":
                {"unheard": 0, "data_dir": "d", "batch_size": 1}},
              "val_loader": {"unheard": 0, "type": "VOC", "args":
                {"unheard": 0, "data_dir": "d", "batch_size": 1}},
              "optimizer": {"unheard": 0, "type": "SGD", "args": {"unheard": 0, "lr": 1}},
              "lr_scheduler": {"unheard": 0, "type": "%s", "args": {"unheard": 0, %s}},
              "trainer": {"unheard": 0, "epochs": 1}
            }
            """
                .formatted(
                    ARCHITECTURE,
                    schedule,
                    schedule.equals("Step") ? "\"step_size\": 1" : "\"nothing\": null"));
    String message = String.valueOf(catchThrowable(() -> TrainingConfig.read(file)).getMessage());
    Set<String> keys = new TreeSet<>();
    for (MatchResult found : KNOWN.matcher(message).results().toList()) {
      for (String key : found.group(2).split(", ")) {
        keys.add(found.group(1) + key);
      }
    }
    return keys;
  }

  @Test
  void everyKeyIsInTheGuideAndNoOther() throws IOException {
    Set<String> known = new TreeSet<>();
    for (String schedule : new String[] {"Poly", "OneCycle", "Step", "Cosine"}) {
      known.addAll(keys(schedule));
    }
    Architectures.named(ARCHITECTURE)
        .defaults()
        .keySet()
        .forEach(setting -> known.remove("arch.args." + setting));
    Set<String> validation =
        known.stream()
            .filter(key -> key.startsWith("val_loader."))
            .map(key -> key.replace("val_loader", "train_loader"))
            .collect(Collectors.toSet());
    assertThat(known).containsAll(validation);
    known.removeIf(key -> key.startsWith("val_loader."));

    Set<String> documented =
        Files.readString(Fixtures.page("docs/guide/training.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("`", -1)[1])
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(known);
  }
}
