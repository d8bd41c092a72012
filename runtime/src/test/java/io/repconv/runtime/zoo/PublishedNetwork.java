package io.repconv.runtime.zoo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * What a published program computes, as files in fixtures/zoo have it.
 *
 * @param description what repconv builds the same network from
 * @param parameters how many numbers the program learns, in segmentation at its full width with 21
 *     classes
 * @param entries how many tensors its state dict has
 */
record PublishedNetwork(
    String description, long parameters, int entries, List<PublishedNetwork.Run> runs) {
  private static final Path FIXTURES = Path.of(System.getProperty("repconv.fixtures"), "zoo");

  /** One image, and what the outputs are by name. */
  record Run(List<Long> image, Map<String, Sampled> outputs) {}

  /** Evenly spaced elements of a tensor: element {@code i * size / count} is the i-th. */
  record Sampled(List<Long> dims, List<Double> values) {
    double largest() {
      return values.stream().mapToDouble(Math::abs).max().orElseThrow();
    }

    double largestDifference(Tensor tensor) {
      double[] all = tensor.doubles();
      double largest = 0;
      for (int i = 0; i < values.size(); i++) {
        double actual = all[(int) ((long) i * all.length / values.size())];
        largest = Math.max(largest, Math.abs(actual - values.get(i)));
      }
      return largest;
    }
  }

  static List<PublishedNetwork> all(String file) throws IOException {
    List<PublishedNetwork> networks = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ", -1);
      switch (words[0]) {
        case "network" -> {
          long parameters = Long.parseLong(lines.get(i + 1).split(" ", -1)[1]);
          int entries = Integer.parseInt(lines.get(i + 2).split(" ", -1)[1]);
          networks.add(new PublishedNetwork(words[1], parameters, entries, new ArrayList<>()));
        }
        case "image" -> last(networks).runs().add(new Run(dims(words), new HashMap<>()));
        case "output", "auxiliary" -> {
          String[] values = lines.get(i + 1).split(" ", -1);
          List<Double> numbers = Arrays.stream(values).skip(1).map(Double::valueOf).toList();
          last(last(networks).runs()).outputs().put(words[0], new Sampled(dims(words), numbers));
        }
        default -> {}
      }
    }
    return networks;
  }

  /** The names and shapes of a state dict. */
  static Map<String, List<Long>> stateDict(String file) throws IOException {
    Map<String, List<Long>> shapes = new HashMap<>();
    for (String line : lines(file)) {
      String[] words = line.split(" ", -1);
      shapes.put(words[0], dims(words));
    }
    return shapes;
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(FIXTURES.resolve(file));
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static List<Long> dims(String[] words) {
    return Arrays.stream(words).skip(1).map(Long::valueOf).toList();
  }

  /** The description of the network at its published width, with 21 classes. */
  String fullDescription() {
    return description.replaceAll("width=[0-9]+,num_classes=[0-9]+", "num_classes=21");
  }

  /** The network with the parameters that the program ran with. */
  Network network() {
    return filled(Architectures.build(description, 1));
  }

  /** A block alone, as {@code block-KIND-INPUTS-OUTPUTS-STRIDE-GROUPS} describes it. */
  static Network block(String description) {
    String[] words = description.split("-", -1);
    Block block = Block.valueOf(words[1].toUpperCase(Locale.ROOT));
    NetworkBuilder builder = new NetworkBuilder("block", 1);
    Value image = builder.image(Integer.parseInt(words[2]));
    Convolution c =
        Convolution.same(Integer.parseInt(words[3]), 3)
            .stride(Integer.parseInt(words[4]))
            .groups(Integer.parseInt(words[5]));
    return builder.build(block.apply(builder.root(), image, c));
  }

  /** A network with numbers that follow from its parameters' names. */
  static Network filled(Network network) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      tensors.put(parameter.name(), filled(parameter.name(), parameter.value().shape().sizes()));
    }
    return network.with(tensors);
  }

  /** On every image, every output is the program's to 1e-11 of the largest. */
  void assertComputedBy(Graph graph) {
    for (Run run : runs) {
      Map<String, Tensor> outputs = Interpreter.run(graph, Map.of("input", image(run.image())));
      assertThat(outputs).hasSameSizeAs(run.outputs());
      run.outputs()
          .forEach(
              (name, expected) -> {
                Tensor actual = requireNonNull(outputs.get(name));
                assertThat(Arrays.stream(actual.dims()).boxed().toList())
                    .isEqualTo(expected.dims());
                assertThat(expected.largestDifference(actual))
                    .isLessThanOrEqualTo(1e-11 * expected.largest());
              });
    }
  }

  /** As {@code filled} of fixtures/python/named_numbers.py. */
  private static Tensor filled(String name, long... dims) {
    int size = Math.toIntExact(Tensor.elements(dims));
    boolean scale = name.endsWith("running_var") || (name.endsWith("weight") && size > 1);
    double spread = Math.sqrt(3.0 / ((double) size / dims[0]));
    double[] values = noise(size, name);
    for (int i = 0; i < size; i++) {
      double value = values[i];
      double placed = scale ? 1 + 0.5 * value : 0.25 * value;
      values[i] = (float) (dims.length > 1 ? spread * value : placed);
    }
    return Tensor.of(ElementType.FLOAT, dims, values);
  }

  /** As {@code image_of} of fixtures/python/named_numbers.py. */
  static Tensor image(List<Long> shape) {
    long[] dims = shape.stream().mapToLong(Long::longValue).toArray();
    double[] values = noise(Math.toIntExact(Tensor.elements(dims)), "image");
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return Tensor.of(ElementType.FLOAT, dims, values);
  }

  private static double[] noise(int count, String text) {
    CRC32 seed = new CRC32();
    seed.update(text.getBytes(StandardCharsets.UTF_8));
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      int state = i * 0x9E3779B1 + (int) seed.getValue();
      state = (state ^ state >>> 16) * 0x85EBCA6B;
      state = (state ^ state >>> 13) * 0xC2B2AE35;
      state ^= state >>> 16;
      values[i] = Integer.toUnsignedLong(state) / 0x1p31 - 1;
    }
    return values;
  }

  @Override
  public String toString() {
    return description;
  }
}
