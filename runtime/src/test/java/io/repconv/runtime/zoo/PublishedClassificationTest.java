package io.repconv.runtime.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, shapes and counts of parameters, and what they lead to, are the authors' programs'. */
class PublishedClassificationTest {
  private static final Path FILE =
      Path.of(System.getProperty("repconv.fixtures"), "zoo", "state-dicts.txt");

  private static final List<String> NORM = List.of("weight", "bias", "running_mean", "running_var");

  /** The state dict of a network as {@code fixtures/python/classification.py} writes it. */
  private record StateDict(String name, long learned, List<String> entries) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<StateDict> dicts() throws IOException {
    List<StateDict> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      String[] words = line.split(" ");
      if (words[0].equals("=")) {
        String name = String.join(" ", Arrays.asList(words).subList(1, words.length - 1));
        all.add(new StateDict(name, Long.parseLong(words[words.length - 1]), new ArrayList<>()));
      } else if (words[1].equals("norm")) {
        NORM.forEach(
            part -> all.get(all.size() - 1).entries().add(words[0] + "." + part + " " + words[2]));
      } else {
        all.get(all.size() - 1).entries().add(line);
      }
    }
    return all.stream();
  }

  static Stream<StateDict> networks() throws IOException {
    return dicts().filter(dict -> !dict.name().startsWith("block-"));
  }

  static Stream<StateDict> blocks() throws IOException {
    return dicts().filter(dict -> dict.name().startsWith("block-"));
  }

  private static void assertSame(Network network, StateDict expected) {
    List<String> entries = new ArrayList<>();
    for (Parameter parameter : network.parameters()) {
      StringBuilder entry = new StringBuilder(parameter.name());
      for (long size : parameter.value().shape().sizes()) {
        entry.append(' ').append(size);
      }
      entries.add(entry.toString());
    }
    assertThat(entries).containsExactlyInAnyOrderElementsOf(expected.entries());
    assertThat(network.size()).isEqualTo(expected.learned());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void hasTheNamesAndShapesOfTheNetworksAuthors(StateDict expected) {
    assertSame(Architectures.build(expected.name(), 1), expected);
  }

  @Test
  void isCountedInTheGuide() throws IOException {
    Path guide =
        Path.of(System.getProperty("repconv.fixtures")).resolveSibling("docs/guide/zoo.md");
    String text = Files.readString(guide);
    assertThat(networks())
        .allSatisfy(
            dict ->
                assertThat(text)
                    .contains(
                        String.format(Locale.ROOT, "| %s | %,d |", dict.name(), dict.learned())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void hasTheNamesAndShapesOfTheBlocksAuthors(StateDict expected) {
    assertSame(PublishedNetwork.block(expected.name()), expected);
  }

  static Stream<PublishedNetwork> published() throws IOException {
    return PublishedNetwork.all("classification.txt").stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void leadsToWhatTheAuthorsProgramComputes(PublishedNetwork published) {
    Network network =
        published.description().startsWith("block-")
            ? PublishedNetwork.filled(PublishedNetwork.block(published.description()))
            : published.network();
    assertThat(network.size()).isEqualTo(published.parameters());
    assertThat(network.parameters()).hasSize(published.entries());
    published.assertComputedBy(network.graph());
  }
}
