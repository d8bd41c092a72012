package io.repconv.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Op;
import io.repconv.graph.Opaque;
import io.repconv.graph.Origin;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Binary;
import io.repconv.graph.op.Cast;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Gather;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private final GraphBuilder builder = new GraphBuilder("test");

  private Value add(Op op, Value... inputs) {
    return builder.add(op, List.of(inputs), Origin.of("layer1.0"), op.name());
  }

  private Value input(String name, String shape) {
    return builder.input(name, ElementType.FLOAT, Shape.parse(shape));
  }

  private Graph graph(Value... outputs) {
    List.of(outputs).forEach(builder::output);
    return builder.build();
  }

  private static Tensor vector(double... values) {
    return Tensor.of(ElementType.FLOAT, new long[] {values.length}, values);
  }

  @Test
  void valuesKeepTheDigitsOfDoubleBetweenNodes() {
    Value x = input("x", "N");
    Value third =
        add(Binary.DIV, x, builder.constant("three", Tensor.scalar(ElementType.FLOAT, 3)));
    Graph graph = graph(add(Unary.NEG, third));
    Tensor y = Interpreter.run(graph, Map.of("x", vector(1, 2))).get("Neg");
    assertThat(y).isNotNull();
    assertThat(y.doubles()).containsExactly(-1.0 / 3, -2.0 / 3);
  }

  @Test
  void intermediateValuesAreKeptWhereAskedFor() {
    Value x = input("x", "N");
    Graph graph = graph(add(Unary.NEG, add(Unary.EXP, add(Unary.RELU, x))));
    Map<String, Tensor> results =
        Interpreter.run(graph, Map.of("x", vector(-1)), Set.of("Relu", "x"));
    assertThat(results).containsOnlyKeys("x", "Relu", "Neg");
  }

  @Test
  void anOutputMayBeAnInputOrAConstant() {
    Value x = input("x", "N");
    Graph graph = graph(x, builder.constant("c", vector(7)));
    Tensor fed = vector(3);
    Map<String, Tensor> results = Interpreter.run(graph, Map.of("x", fed));
    assertThat(results).containsOnlyKeys("x", "c").containsEntry("x", fed);
    assertThat(results).extractingByKey("c").extracting(Tensor::item).isEqualTo(7.0);
  }

  @Test
  void aMissingInputIsNamed() {
    Graph graph = graph(add(Unary.RELU, input("image", "N,3")));
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("x", vector(3))))
        .isInstanceOf(RepconvException.class)
        .hasMessage("image: no tensor for this input, expected one of shape [N, 3]. [RC-202]");
  }

  @Test
  void shapesThatContradictEachOtherAreRefused() {
    Graph graph = graph(add(Binary.ADD, input("a", "N,2*N"), input("b", "N")));
    Tensor a = Tensor.of(ElementType.FLOAT, new long[] {2, 4}, new double[8]);
    Tensor b = Tensor.of(ElementType.FLOAT, new long[] {2, 5}, new double[10]);
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("a", a, "b", vector(1))))
        .hasMessage("b: a tensor of shape [1], expected N = 2, as another size says. [RC-201]");
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("a", b, "b", vector(1, 2))))
        .hasMessage("a: a tensor of shape [2, 5], expected [N, 2*N], that is [2, 4]. [RC-201]");
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("a", vector(1), "b", vector(1))))
        .hasMessage("a: a tensor of shape [1], expected [N, 2*N]. [RC-201]");
    Tensor integers = Tensor.ofInts(1);
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("a", a, "b", integers)))
        .hasMessage("b: a tensor of type int64, expected float. [RC-201]");
  }

  @Test
  void whatFailsInTheMiddleNamesTheNode() {
    Value x = input("x", "N");
    Value index = add(new Cast(ElementType.INT64), x);
    Graph graph = graph(add(new Gather(0), x, index));
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("x", vector(1, 2))))
        .hasMessage("layer1.0: index 2 of an axis of size 2, expected one inside. [RC-201]");
  }

  @Test
  void anOperatorThatIsNotModelledIsNamed() {
    Value x = input("x", "N");
    Opaque op = new Opaque("com.example", "Swirl", 1, Attributes.NONE, List.of(x.type()), 0);
    Graph graph = graph(add(op, x));
    assertThatThrownBy(() -> Interpreter.run(graph, Map.of("x", vector(1))))
        .isInstanceOfSatisfying(
            RepconvException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPERATOR))
        .hasMessageContaining("layer1.0 (Swirl): this operator cannot be computed here");
  }

  @Test
  void multiplyAddsAreThoseOfConvolutionsAndOneAnElementElsewhere() {
    Value x = input("x", "N,4,H,W");
    Value w =
        builder.constant(
            "w", Tensor.of(ElementType.FLOAT, new long[] {8, 2, 3, 3}, new double[144]));
    Window same = Window.of(List.of(2, 2), List.of(1, 1), List.of(1, 1, 1, 1));
    Graph graph = graph(add(Unary.RELU, add(new Conv(same, 2), x, w)));
    assertThat(MultiplyAdds.of(graph, Map.of("N", 2L, "H", 8L, "W", 6L)))
        .isEqualTo(2 * 8 * 4 * 3 * (2 * 3 * 3) + 2 * 8 * 4 * 3);
  }
}
