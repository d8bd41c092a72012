package io.repconv.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.RunnableModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SameOutputsTest {
  private static final double TOLERANCE = 1e-5;

  private record Fixed(Map<String, Tensor> outputs) implements RunnableModel {
    @Override
    public String runtime() {
      return "the test's runtime";
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
      return outputs;
    }

    @Override
    public void close() {}
  }

  private static Contender contender(String name, Map<String, Tensor> outputs) {
    return new Contender(name, new Fixed(outputs), Map.of());
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(new long[] {values.length}, values);
  }

  private static double require(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    return new SameOutputs(TOLERANCE)
        .require(List.of(contender("first", expected), contender("second", actual)));
  }

  private static void assertDifferent(
      Map<String, Tensor> expected, Map<String, Tensor> actual, String message) {
    assertThatThrownBy(() -> require(expected, actual))
        .asInstanceOf(InstanceOfAssertFactories.type(RepconvException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_EQUIVALENT))
        .satisfies(e -> assertThat(e.getMessage()).startsWith("second: ").contains(message));
  }

  @Test
  void roundingIsAllowedAndTheLargestErrorIsTold() {
    double error = require(Map.of("y", floats(1, -4)), Map.of("y", floats(1.00002f, -4)));

    assertThat(error).isBetween(4e-6, 6e-6);
  }

  @Test
  void anythingMoreIsNot() {
    assertDifferent(
        Map.of("y", floats(1, -4)),
        Map.of("y", floats(1.001f, -4)),
        "output 'y': off by 2.50e-04 of its largest value, expected at most 1.00e-05, as from"
            + " first.");
    assertDifferent(Map.of("y", floats(1)), Map.of("y", floats(Float.NaN)), "off by Infinity");
  }

  @Test
  void outputsMeetByNameWhateverTheirOrder() {
    Map<String, Tensor> expected = new LinkedHashMap<>();
    expected.put("a", floats(1));
    expected.put("b", floats(2));
    Map<String, Tensor> actual = new LinkedHashMap<>();
    actual.put("b", floats(2));
    actual.put("a", floats(1));

    assertThat(require(expected, actual)).isZero();
  }

  @Test
  void outputsWithOtherNamesMeetByPosition() {
    assertThat(require(Map.of("y", floats(1)), Map.of("other", floats(1)))).isZero();
  }

  @Test
  void anotherNumberOfOutputsOrAnotherShapeIsDifferent() {
    assertDifferent(
        Map.of("y", floats(1)),
        new LinkedHashMap<>(Map.of("p", floats(1), "q", floats(1))),
        ", expected [y], as first.");
    assertDifferent(
        Map.of("y", floats(1)),
        Map.of("y", floats(1, 1)),
        "output 'y': shape [2], expected shape [1], as from first.");
  }

  @Test
  void ofIndicesOneInAThousandMayDiffer() {
    long[] indices = new long[2000];
    long[] two = indices.clone();
    two[7] = 1;
    two[9] = 1;
    long[] three = two.clone();
    three[11] = 1;
    long[] dims = {2000};
    Map<String, Tensor> expected = Map.of("y", Tensor.of(ElementType.INT64, dims, indices));

    assertThat(require(expected, Map.of("y", Tensor.of(ElementType.INT64, dims, two)))).isZero();
    assertDifferent(
        expected,
        Map.of("y", Tensor.of(ElementType.INT64, dims, three)),
        "output 'y': different at 3 of 2000 positions, expected at most 1 of 1000, where");
  }
}
