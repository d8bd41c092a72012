package io.repconv.graph.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Conv",
        "ConvTranspose",
        "GlobalAveragePool",
        "Resize",
        "GridSample",
        "Relu",
        "Add",
        "And",
        "Equal",
        "Not",
        "Pow",
        "Where",
        "Clip",
        "LeakyRelu",
        "Gelu",
        "Shape",
        "Reshape",
        "Slice",
        "Pad",
        "ConstantOfShape",
        "Gather",
        "ScatterND",
        "Gemm",
        "MatMul",
        "ReduceMean",
        "ArgMax",
        "Softmax",
        "BatchNormalization",
        "LayerNormalization",
        "TopK"
      })
  void anOperatorWithoutAttributesKeepsItsNameAndItsAttributes(String name) {
    var op = Vocabulary.operator(name, Attributes.NONE).orElseThrow();
    assertThat(op.name()).isEqualTo(name);
    assertThat(Vocabulary.operator(name, op.attributes())).contains(op);
  }

  @Test
  void whatIsNotModelledIsEmpty() {
    assertThat(Vocabulary.operator("NonZero", Attributes.NONE)).isEmpty();
    assertThat(Vocabulary.operator("Resize", Attributes.NONE.with("antialias", 1L))).isEmpty();
    assertThat(Vocabulary.operator("BatchNormalization", Attributes.NONE.with("training_mode", 1L)))
        .isEmpty();
    assertThat(Vocabulary.operator("Cast", Attributes.NONE.with("to", 8L))).isEmpty();
    assertThat(Vocabulary.operator("GridSample", Attributes.NONE.with("mode", "cubic"))).isEmpty();
  }

  @Test
  void anAttributeOfTheWrongKindIsRefused() {
    assertThatThrownBy(() -> Vocabulary.operator("Concat", Attributes.NONE.with("axis", "last")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attribute 'axis' is a Text, expected Int");
  }
}
