package io.repconv.graph.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.fold.family.Family;
import io.repconv.graph.op.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiBranchBlockTest {
  private final GraphBuilder builder = new GraphBuilder("net");
  private final Value x = builder.input("x", ElementType.FLOAT, Shape.of(1, 4, 8, 8));

  private Value apply(String op, String place, Value... inputs) {
    return builder.add(
        Vocabulary.operator(op, Attributes.NONE).orElseThrow(),
        List.of(inputs),
        Origin.of(place),
        place + ".out");
  }

  private Value conv(String place, Value input) {
    Value weight = builder.constant("w", Tensor.ofFloats(new long[] {4, 4, 1, 1}, new float[16]));
    return apply("Conv", place, input, weight);
  }

  private Graph ending(Value output) {
    builder.output(output);
    return builder.build();
  }

  @Test
  void branchesThatStartAtOneValueAndAreAddedAreABlock() {
    Value sum = apply("Add", "block", conv("a", x), conv("b", x));

    assertThat(MultiBranchBlock.of(ending(sum)))
        .containsExactly(new MultiBranchBlock("block (Add)", 2, Family.MOBILEONE));
  }

  @Test
  void innerJoinsCountAsBranchesOfTheOutermost() {
    Value inner = conv("c", apply("Add", "inner", conv("a", x), conv("b", x)));
    Value outer = apply("Neg", "tail", apply("Sub", "outer", inner, x));

    assertThat(MultiBranchBlock.of(ending(outer)))
        .containsExactly(new MultiBranchBlock("outer (Sub)", 3, Family.LINEAR_REGION));
  }

  @Test
  void aConstantIsNoBranch() {
    Value bias = builder.constant("b", Tensor.ofFloats(new long[] {4, 1, 1}, new float[4]));

    assertThat(MultiBranchBlock.of(ending(apply("Add", "bias", conv("a", x), bias)))).isEmpty();
  }

  @Test
  void aResidualConnectionAroundAnActivationIsNone() {
    Value body = conv("b", apply("Relu", "act", conv("a", x)));

    assertThat(MultiBranchBlock.of(ending(apply("Add", "residual", body, x)))).isEmpty();
  }

  @Test
  void aResidualConnectionAroundConvolutionsAloneIsABlock() {
    assertThat(MultiBranchBlock.of(ending(apply("Add", "residual", conv("a", x), x))))
        .containsExactly(new MultiBranchBlock("residual (Add)", 2, Family.MOBILEONE));
  }

  @Test
  void arithmeticWithoutALayerIsNone() {
    assertThat(MultiBranchBlock.of(ending(apply("Sub", "difference", apply("Neg", "n", x), x))))
        .isEmpty();
  }

  @Test
  void aChainIsNone() {
    assertThat(MultiBranchBlock.of(ending(conv("b", conv("a", x))))).isEmpty();
  }

  @Test
  void aProductOfBranchesIsNone() {
    assertThat(MultiBranchBlock.of(ending(apply("Mul", "gate", conv("a", x), conv("b", x)))))
        .isEmpty();
  }
}
