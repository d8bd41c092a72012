package io.repconv.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.proof.NormalForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A fold that is right is not failed, whether its names are trusted or not. */
class RightFoldTest {
  private static final int NETWORKS = 200;

  /** Only what the value by value comparison needs: the first sample of each size. */
  private static final CheckPolicy POLICY =
      CheckPolicy.DEFAULT.withoutProof().withTime(Duration.ofSeconds(-1));

  /** Up to four stages of up to four linear branches each, with residual connections. */
  private static Graph network(long seed) {
    Random random = new Random(seed);
    return Net.of(
        ElementType.FLOAT,
        seed,
        "N, 3, H, W",
        (net, x) -> {
          Value value = x;
          int stages = 1 + random.nextInt(4);
          for (int stage = 0; stage < stages; stage++) {
            int width = 2 + random.nextInt(6);
            int stride = 1 + random.nextInt(2);
            List<Value> branches = new ArrayList<>();
            for (int branch = 0; branch < 1 + random.nextInt(4); branch++) {
              branches.add(branch(net, value, width, stride, random));
            }
            Value sum = branches.get(0);
            for (Value branch : branches.subList(1, branches.size())) {
              sum = net.add("Add", Attributes.NONE, sum, branch);
            }
            boolean residual = stride == 1 && value.shape().equals(sum.shape());
            value = net.relu(residual ? net.add("Add", Attributes.NONE, sum, value) : sum);
          }
          return value;
        });
  }

  private static Value branch(Net net, Value x, int width, int stride, Random random) {
    double epsilon = random.nextBoolean() ? 1e-5 : 1e-3;
    return switch (random.nextInt(4)) {
      case 0 -> net.norm(net.conv(x, width, 3, stride, 1), epsilon);
      case 1 -> net.norm(net.conv(x, width, 1, stride, 0), epsilon);
      case 2 -> net.norm(net.conv(net.conv(x, 3, 1, 1, 0), width, 1, stride, 0), epsilon);
      default ->
          net.norm(net.conv(net.add("AveragePool", pool(stride), x), width, 1, 1, 0), epsilon);
    };
  }

  private static Attributes pool(int stride) {
    return Net.window(3, stride, 1).with("count_include_pad", 1L);
  }

  @Test
  void twoHundredSeededNetworksPass() {
    for (long seed = 0; seed < NETWORKS; seed++) {
      Graph original = network(seed);
      FoldResult folded = RegionFolding.fold(original);
      Graph deployed = Deployed.stored(folded.graph());
      boolean made = seed % 2 == 0;
      CheckReport report =
          new EquivalenceCheck(
                  new CheckedModel(original, new RoundedModel(original)),
                  new CheckedModel(deployed, new RoundedModel(deployed)),
                  made ? Optional.of(NormalForm.of(folded)) : Optional.empty(),
                  false,
                  POLICY)
              .run();
      assertThat(report.failure()).as("seed %d, made here: %s", seed, made).isNull();
      ValueReport values = report.values().orElseThrow();
      assertThat(values.compared()).as("seed %d", seed).isPositive();
      assertThat(values.worst()).as("seed %d", seed).isGreaterThan(1e-9);
    }
  }
}
