package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Fixtures;
import io.repconv.graph.ExitStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCommandTest {
  private static Run inspect(int columns, String model, String... more) {
    return Run.inColumns(columns, List.of("inspect", Fixtures.model(model).toString()), more);
  }

  @Test
  void everyFoldIsShownWithItsDerivation() {
    Run run = inspect(100, "repvgg-a0-eighth.pt");

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out())
        .contains("BatchNormalization 61, Conv 44, Add 39")
        .contains("22 blocks into one convolution each")
        .containsPattern("17x  2 .. 20    3 -> 1  7 -> 1  3x3 +RepVGG")
        .contains("fold      0: RepVGG, 2 -> 1 branches, 5 -> 1 nodes, 3x3 /2")
        .contains("branches: 3x3 /2 BN + 1x1 /2 BN")
        .contains("borders: exact for every size")
        .containsPattern("BN into conv +K' = s K, b' = s \\(b - mean\\) \\+ beta")
        .contains("smaller kernel into the larger  0.point.0 (Conv)")
        .contains("likewise: 1, 3, 7, 21");
  }

  @Test
  void whatDidNotFoldIsShownWithTheReason() {
    assertThat(inspect(100, "trap-exclusive-average.traced.pt").out())
        .contains("1 place that did not fold")
        .contains("(AveragePool)")
        .contains("1 block with several branches")
        .contains("1 (Add): average branch, 2 branches");
  }

  @Test
  void anExactFoldThatWouldCostMoreIsShownWithBothCosts() {
    assertThat(inspect(100, "trap-separable.traced.pt").out())
        .contains("1 place that did not fold")
        .containsPattern("1.pointwise.0 \\(Conv\\): left: one convolution would cost [\\d,]+");
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void linesFitTheTerminalButForNames(int columns) {
    assertThat(inspect(columns, "repvgg-a0-eighth.pt").out().lines())
        .filteredOn(line -> !line.startsWith("read"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
  }

  @Test
  void theSameIsThereAsData() {
    JsonObject result =
        JsonParser.parseString(inspect(80, "repvgg-a0-eighth.pt", "--json").out())
            .getAsJsonObject();

    assertThat(result.getAsJsonArray("folds")).hasSize(22);
    JsonObject fold = result.getAsJsonArray("folds").get(1).getAsJsonObject();
    assertThat(fold.get("family").getAsString()).isEqualTo("repvgg");
    assertThat(fold.get("borderBound").getAsDouble()).isZero();
    assertThat(result.getAsJsonObject("rewrites").get("branch-addition").getAsString())
        .isEqualTo("K = K1 + K2, b = b1 + b2");
    assertThat(result.getAsJsonObject("before").get("branches").getAsInt()).isEqualTo(61);
    assertThat(result.getAsJsonObject("after").get("branches").getAsInt()).isEqualTo(22);
    assertThat(result.getAsJsonObject("model").getAsJsonObject("operators").get("Conv").getAsInt())
        .isEqualTo(44);
  }

  @Test
  void quietPrintsNothing() {
    Run run = inspect(80, "acb.traced.pt", "--quiet");

    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
  }
}
