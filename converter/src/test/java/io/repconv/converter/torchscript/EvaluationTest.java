package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.torchscript.PickleWriter.Instance;
import io.repconv.converter.torchscript.PickleWriter.None;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.Interpreter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs: control flow, functions, modules, views. The numbers were worked out by hand. */
class EvaluationTest {
  private static final Tensor X = Tensor.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6);

  @TempDir Path directory;

  private Graph graph(TinyArchive archive, String... shapes) {
    return GraphFromTorchScript.read(
            archive.write(directory), List.of(shapes).stream().map(InputShape::parse).toList())
        .graph();
  }

  private double[] run(String... body) {
    return run(TinyArchive.forward(body));
  }

  private double[] run(TinyArchive archive) {
    return Interpreter.run(graph(archive, "2x3"), Map.of("x", X)).get("output").doubles();
  }

  @Test
  void runsLoopsAndBranchesOverKnownNumbers() {
    double[] y =
        run(
            "y = x",
            "n = 0",
            "while torch.lt(n, 3):",
            "  y = torch.add(y, 1)",
            "  n = torch.add(n, 1)",
            "for i in range(torch.dim(x)):",
            "  if torch.eq(i, 1):",
            "    y = torch.mul(y, 2)",
            "  else:",
            "    pass",
            "return y");
    assertThat(y).containsExactly(8, 10, 12, 14, 16, 18);
  }

  @Test
  void returnsFromInsideOfALoop() {
    double[] y =
        run(
            "for i in range(10):",
            "  if torch.eq(i, 2):",
            "    return torch.add(x, i)",
            "  else:",
            "    pass",
            "return x");
    assertThat(y).containsExactly(3, 4, 5, 6, 7, 8);
  }

  @Test
  void keepsListsAndDictsOfTheProgram() {
    double[] y =
        run(
            "a = annotate(List[int], [1, 2])",
            "_0 = torch.append(a, 5)",
            "_1 = torch._set_item(a, 0, 7)",
            "d = {\"k\": torch.slice(a, 1), \"n\": [3]}",
            "b = d[\"k\"]",
            "p, q, = b",
            "s = torch.add(torch.mul(a[0], p), torch.len(torch.add(a, b)))",
            "return torch.add(x, torch.add(s, q))");
    assertThat(y).containsExactly(25, 26, 27, 28, 29, 30); // 7 * 2 + 5 + 5 more
  }

  @Test
  void callsFunctionsOfTheArchiveWithDefaultsAndKeywords() {
    TinyArchive archive =
        TinyArchive.forward(
                "_0 = __torch__.tools.scale", "return torch.add(_0(x, ), _0(x, by=3, ))")
            .code(
                "__torch__/tools",
                """
                def scale(t: Tensor,
                    by: int=2) -> Tensor:
                  return torch.mul(t, by)
                """);
    assertThat(run(archive)).containsExactly(5, 10, 15, 20, 25, 30);
  }

  @Test
  void evaluatesSharedModulesEachTimeUnderOnePath() {
    Object scale = new Instance("__torch__", "Scale", Map.of("by", 3L));
    TinyArchive archive = TinyArchive.of(Map.of("first", scale), "pass");
    archive.code(
        "__torch__",
        """
        class M(Module):
          def forward(self: __torch__.M,
              x: Tensor) -> Tensor:
            first = self.first
            return (first).forward((first).forward1(x, ), )
        class Scale(Module):
          offset : Final[int] = 10
          def forward(self: __torch__.Scale,
              x: Tensor) -> Tensor:
            return torch.mul(x, self.by)
          def forward1(self: __torch__.Scale,
              x: Tensor) -> Tensor:
            return torch.add(x, self.offset)
        """);
    assertThat(run(archive)).containsExactly(33, 36, 39, 42, 45, 48);
    assertThat(graph(archive, "2x3").nodes())
        .allSatisfy(node -> assertThat(node.origin().places()).containsExactly("first"));
  }

  @Test
  void takesModulesThatDoNothingLikeTracedIdentities() {
    TinyArchive archive =
        TinyArchive.of(
            Map.of("id", new Instance("__torch__", "Identity", Map.of("training", false))), "pass");
    archive.code(
        "__torch__",
        """
        class Identity(Module):
          def forward(self: __torch__.Identity) -> NoneType:
            return None
        class M(Module):
          def forward(self: __torch__.M,
              x: Tensor) -> Tensor:
            id = self.id
            _0 = (id).forward()
            return torch.relu(x)
        """);
    assertThat(run(archive)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void seesAWriteThroughAViewInTheTensorAndInItsOtherViews() {
    double[] y =
        run(
            "y = torch.clone(x)",
            "column = torch.select(y, 1, 2)",
            "corner = torch.slice(torch.slice(y, 0, 1), 1, -1)",
            "_0 = torch.fill_(corner, 9)",
            "_1 = torch.add_(torch.slice(y, 1, 0, 1), 100)",
            "return torch.cat([y, torch.unsqueeze(column, 1), x], 1)");
    assertThat(y).containsExactly(101, 2, 3, 3, 1, 2, 3, 104, 5, 9, 9, 4, 5, 6);
  }

  @Test
  void writesThroughTransposesAndReshapes() {
    double[] y =
        run(
            "y = torch.clone(x)",
            "_0 = torch.mul_(torch.select(torch.t(y), 0, 1), 10)",
            "_1 = torch.copy_(torch.slice(torch.view(y, [6]), 0, 4, 6), torch.tensor([7, 8]))",
            "return y");
    assertThat(y).containsExactly(1, 20, 3, 4, 7, 8);
  }

  @Test
  void changesItsInputWhereItIsWrittenTo() {
    double[] y = run("_0 = torch.relu_(x)", "_1 = torch.sub_(x, 3)", "return torch.relu(x)");
    assertThat(y).containsExactly(0, 0, 0, 1, 2, 3);
  }

  @Test
  void refusesAWriteOfWhichReshapeMayOrMayNotShareMemory() {
    double[] y =
        run(
            "y = torch.reshape(torch.t(x), [6])",
            "_0 = torch.add_(y, 1)",
            "return torch.add(y, 1)");
    assertThat(y).containsExactly(3, 6, 4, 7, 5, 8);
    assertThatThrownBy(
            () -> run("y = torch.reshape(torch.t(x), [6])", "_0 = torch.add_(y, 1)", "return x"))
        .hasMessageContaining("changed in place through a reshape at M, code/__torch__.py:5")
        .hasMessageEndingWith("[RC-119]");
  }

  @Test
  void refusesAWriteToAnExpandedTensor() {
    assertThatThrownBy(
            () ->
                run(
                    "y = torch.expand(torch.slice(x, 0, 0, 1), [4, 3])",
                    "_0 = torch.add_(y, 1)",
                    "return y"))
        .hasMessageContaining("on an expanded tensor");
  }

  @Test
  void namesTheOutputsOfTuplesAndDicts() {
    TinyArchive tuple = TinyArchive.forward("return (torch.relu(x), [torch.neg(x), torch.abs(x)])");
    assertThat(graph(tuple, "2x3").outputs())
        .extracting("name")
        .containsExactly("output", "output_1_0", "output_1_1");
    TinyArchive dict =
        TinyArchive.forward("return {\"out\": torch.relu(x), \"aux\": torch.neg(x)}");
    assertThat(graph(dict, "2x3").outputs()).extracting("name").containsExactly("out", "aux");
    TinyArchive named = TinyArchive.of(Map.of(), "pass");
    named.code(
        "__torch__",
        """
        class Pair(NamedTuple):
          logits : Tensor
          aux : Tensor
        class M(Module):
          def forward(self: __torch__.M,
              x: Tensor) -> Tensor:
            return __torch__.Pair(torch.relu(x), torch.neg(x), )
        """);
    assertThat(graph(named, "2x3").outputs()).extracting("name").containsExactly("logits", "aux");
  }

  @Test
  void givesAnOutputThatIsAnInputItsOwnName() {
    Graph graph = graph(TinyArchive.forward("return (x, x)"), "2x3");
    assertThat(graph.outputs()).extracting("name").containsExactly("output", "output_1");
  }

  @Test
  void leavesOutWhatNoOutputNeeds() {
    TinyArchive archive =
        TinyArchive.forward(
            "_0 = torch.exp(x)", "_1 = torch.slice(x, 1, 1)", "return torch.relu(x)");
    assertThat(graph(archive, "2x3").nodes()).hasSize(1);
  }

  @Test
  void dividesASizeByAProductOfSums() {
    TinyArchive archive =
        TinyArchive.forward(
            "inner = torch.slice(torch.slice(x, 2, 1, -1), 3, 1, -1)",
            "h = torch.size(inner, 2)",
            "w = torch.size(inner, 3)",
            "return torch.relu(torch.reshape(torch.flatten(inner, 1), [torch.size(x, 0), -1, h, w]))");
    assertThat(graph(archive, "Nx3xHxW").outputs().get(0).shape())
        .hasToString("[N, 3, H - 2, W - 2]");
  }

  @Test
  void remembersAWriteThroughAReshapeOfAView() {
    assertThatThrownBy(
            () ->
                run(
                    "y = torch.clone(x)",
                    "z = torch.reshape(torch.t(y), [6])",
                    "_0 = torch.add_(z, 1)",
                    "return y"))
        .hasMessageContaining("changed in place through a reshape at M, code/__torch__.py:6")
        .hasMessageEndingWith("[RC-119]");
  }

  @Test
  void passesNoneForOptionalInputsWithoutAShape() {
    TinyArchive archive =
        TinyArchive.of(
            Map.of("missing", None.NONE),
            """
            def forward(self: __torch__.M,
                x: Tensor,
                mask: Optional[Tensor]=None) -> Tensor:
              if torch.__is__(mask, None):
                y = x
              else:
                y = torch.add(x, mask)
              return torch.relu(y)
            """);
    assertThat(graph(archive, "2x3").inputs()).extracting("name").containsExactly("x");
    assertThat(graph(archive, "2x3", "mask=2x3").inputs())
        .extracting("name")
        .containsExactly("x", "mask");
  }

  @Test
  void aRemainderIsExactAndHasTheSignOfItsDivisor() {
    Tensor x = Tensor.ofFloats(new long[] {2, 3}, 1, -1, 5, -5, 0, 6);
    Offset<Double> exact = within(1e-15);
    assertThat(remainders(x, "0.5")).containsExactly(new double[] {0, 0, 0, 0, 0, 0}, exact);
    assertThat(remainders(x, "4")).containsExactly(new double[] {1, 3, 1, 3, 0, 2}, exact);
    assertThat(remainders(x, "-4")).containsExactly(new double[] {-3, -1, -3, -1, 0, -2}, exact);
    double inf = Double.POSITIVE_INFINITY;
    assertThat(remainders(x, "inf")).containsExactly(1, inf, 5, inf, 0, 6);
    assertThat(remainders(x, "0.1")[0]).isBetween(0.0999, 0.1);
  }

  private double[] remainders(Tensor x, String divisor) {
    Graph graph =
        graph(TinyArchive.forward("return torch.remainder(x, %s)".formatted(divisor)), "2x3");
    return Interpreter.run(graph, Map.of("x", x)).get("output").doubles();
  }
}
