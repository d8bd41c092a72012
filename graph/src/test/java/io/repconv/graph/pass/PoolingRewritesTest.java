package io.repconv.graph.pass;

import static io.repconv.graph.pass.Draft.operators;
import static io.repconv.graph.pass.Draft.requireEqualOutputs;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Pad;
import io.repconv.graph.op.Reduce;
import io.repconv.graph.op.Unary;
import io.repconv.graph.op.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingRewritesTest {
  private final Draft draft = new Draft();
  private final Value x = draft.input("x", "N,4,H,W");

  private Graph rewritten(Value... outputs) {
    Graph graph = draft.build(outputs);
    Graph other =
        RemoveDeadNodes.apply(MergePadIntoAveragePool.apply(PoolSpatialMeans.apply(graph)));
    requireEqualOutputs(graph, other);
    return other;
  }

  private Value mean(boolean keepDims, long... axes) {
    return draft.add(new Reduce(Reduce.Kind.MEAN, keepDims), x, draft.ints(axes));
  }

  @Test
  void aMeanOverAllSpatialAxesIsGlobalPooling() {
    assertThat(operators(rewritten(mean(true, -1, 2)))).containsExactly("GlobalAveragePool");
  }

  @Test
  void otherMeansStay() {
    Graph graph = draft.build(mean(false, 2, 3), mean(true, 3), mean(true, 1, 2), mean(true));
    assertThat(PoolSpatialMeans.apply(graph)).isSameAs(graph);
  }

  private Value pool(int kernel, int pad, boolean include, Value padded) {
    Window window = Window.of(List.of(2, 1), List.of(1, 1), List.of(pad, pad, pad, pad));
    List<Integer> sizes = List.of(kernel, kernel);
    return draft.add(new AveragePool(window, sizes, false, include), padded);
  }

  private Value pad(Pad.Mode mode, long... pads) {
    return draft.add(new Pad(mode), x, draft.ints(pads));
  }

  @Test
  void zerosAroundAPoolingAreItsPads() {
    Value padded = pad(Pad.Mode.CONSTANT, 0, 0, 1, 0, 0, 0, 2, 1);
    Graph graph = rewritten(pool(3, 0, false, padded));
    assertThat(operators(graph)).containsExactly("AveragePool");
    assertThat(graph.nodes().get(0).op())
        .isEqualTo(
            new AveragePool(
                Window.of(List.of(2, 1), List.of(1, 1), List.of(1, 0, 2, 1)),
                List.of(3, 3),
                false,
                true));
  }

  @Test
  void zerosAroundPadsThatCountAreAdded() {
    Value padded = pad(Pad.Mode.CONSTANT, 0, 0, 1, 1, 0, 0, 1, 1);
    assertThat(operators(rewritten(pool(3, 1, true, padded)))).containsExactly("AveragePool");
  }

  @Test
  void zerosInsideOfPadsThatDoNotCountStay() {
    Value padded = pad(Pad.Mode.CONSTANT, 0, 0, 1, 1, 0, 0, 1, 1);
    assertThat(operators(rewritten(pool(3, 1, false, padded))))
        .containsExactly("Pad", "AveragePool");
  }

  @Test
  void padsThatAPoolingCannotHaveStay() {
    Value channel = pad(Pad.Mode.CONSTANT, 0, 1, 0, 0, 0, 0, 0, 0);
    Value cropped = pad(Pad.Mode.CONSTANT, 0, 0, -1, 0, 0, 0, 1, 0);
    Value mirrored = pad(Pad.Mode.REFLECT, 0, 0, 1, 0, 0, 0, 1, 0);
    Value wide = pad(Pad.Mode.CONSTANT, 0, 0, 2, 0, 0, 0, 2, 0);
    Value shared = pad(Pad.Mode.CONSTANT, 0, 0, 1, 0, 0, 0, 1, 0);
    Value seven =
        draft.add(
            new Pad(Pad.Mode.CONSTANT), x, draft.ints(0, 0, 1, 0, 0, 0, 1, 0), draft.scalar(7));
    Graph graph =
        draft.build(
            pool(2, 0, false, channel),
            pool(2, 0, false, cropped),
            pool(2, 0, false, mirrored),
            pool(2, 0, false, wide),
            pool(2, 0, false, seven),
            pool(2, 0, false, shared),
            draft.add(Unary.RELU, shared));
    assertThat(MergePadIntoAveragePool.apply(graph)).isSameAs(graph);
  }
}
