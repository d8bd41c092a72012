package io.repconv.converter.onnx.operators;

import static io.repconv.converter.onnx.operators.OperatorCase.ABSENT;
import static io.repconv.converter.onnx.operators.OperatorCase.check;
import static io.repconv.converter.onnx.operators.OperatorCase.fed;
import static io.repconv.converter.onnx.operators.OperatorCase.floats;
import static io.repconv.converter.onnx.operators.OperatorCase.held;
import static io.repconv.converter.onnx.operators.OperatorCase.ints;

import io.repconv.graph.Tensor;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.ConvTranspose;
import io.repconv.graph.op.GlobalAveragePool;
import io.repconv.graph.op.GlobalMaxPool;
import io.repconv.graph.op.GridSample;
import io.repconv.graph.op.MaxPool;
import io.repconv.graph.op.Resize;
import io.repconv.graph.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Convolutions, poolings and interpolation. */
final class WindowCases {
  private WindowCases() {}

  static Stream<OperatorCase> all() {
    return Stream.of(convolutions(), transposed(), poolings(), resizes(), grids())
        .flatMap(List::stream);
  }

  private static Window window(List<Integer> strides, List<Integer> dilations, Integer... pads) {
    return Window.of(strides, dilations, List.of(pads));
  }

  private static Window same(Window.AutoPad autoPad, Integer... strides) {
    return new Window(List.of(strides), List.of(), List.of(), List.of(), autoPad);
  }

  private static List<OperatorCase> convolutions() {
    List<OperatorCase> all = new ArrayList<>();
    all.add(check("plain", new Conv(Window.UNIT, 1), fed(2, 3, 7, 6), held(4, 3, 3, 2), held(4)));
    Window uneven = window(List.of(2, 1), List.of(1, 2), 1, 0, 2, 3);
    all.add(check("uneven pads", new Conv(uneven, 2), fed(1, 4, 9, 8), held(6, 2, 3, 3)));
    all.add(check("one axis", new Conv(Window.UNIT, 1), fed(1, 2, 9), held(3, 2, 4)));
    Window cube = window(List.of(1, 2, 1), List.of(1, 1, 1), 0, 1, 0, 1, 0, 1);
    all.add(check("three axes", new Conv(cube, 1), fed(1, 2, 4, 5, 4), held(3, 2, 2, 3, 2)));
    for (Window.AutoPad pad : List.of(Window.AutoPad.SAME_UPPER, Window.AutoPad.SAME_LOWER)) {
      all.add(check(pad.name(), new Conv(same(pad, 2, 3), 1), fed(1, 2, 7, 8), held(2, 2, 4, 3)));
    }
    return all;
  }

  private static List<OperatorCase> transposed() {
    List<OperatorCase> all = new ArrayList<>();
    all.add(
        check(
            "plain",
            new ConvTranspose(Window.UNIT, 1, List.of(), List.of()),
            fed(2, 3, 4, 5),
            held(3, 2, 3, 2),
            held(2)));
    Window uneven = window(List.of(2, 3), List.of(1, 2), 1, 0, 0, 2);
    all.add(
        check(
            "strided with output padding",
            new ConvTranspose(uneven, 2, List.of(1, 2), List.of()),
            fed(1, 4, 4, 3),
            held(4, 3, 3, 2)));
    all.add(
        check(
            "to a shape",
            new ConvTranspose(window(List.of(2, 2), List.of()), 1, List.of(), List.of(8, 9)),
            fed(1, 2, 4, 4),
            held(2, 3, 3, 3)));
    all.add(
        check(
            "SAME_UPPER",
            new ConvTranspose(same(Window.AutoPad.SAME_UPPER, 2, 2), 1, List.of(), List.of()),
            fed(1, 2, 4, 4),
            held(2, 3, 3, 3)));
    all.add(
        check(
            "one axis",
            new ConvTranspose(window(List.of(2), List.of(1), 1, 1), 1, List.of(), List.of()),
            fed(1, 2, 5),
            held(2, 1, 4)));
    return all;
  }

  private static List<OperatorCase> poolings() {
    List<OperatorCase> all = new ArrayList<>();
    Window padded = window(List.of(2, 2), List.of(1, 1), 1, 1, 1, 1);
    Window uneven = window(List.of(2, 3), List.of(1, 1), 0, 1, 1, 0);
    List<Integer> kernel = List.of(3, 2);
    for (boolean include : new boolean[] {false, true}) {
      String pads = include ? "with pads" : "without pads";
      all.add(check(pads, new AveragePool(padded, kernel, false, include), fed(2, 3, 7, 8)));
      all.add(
          check(
              pads + ", uneven", new AveragePool(uneven, kernel, false, include), fed(1, 2, 9, 7)));
      all.add(
          check(
              pads + ", ceil",
              new AveragePool(padded, List.of(3, 3), true, include),
              fed(1, 2, 6, 8)));
      Window dilated = window(List.of(1, 2), List.of(2, 3), 1, 1, 1, 1);
      all.add(
          check(
              pads + ", dilated",
              new AveragePool(dilated, kernel, false, include),
              fed(1, 2, 9, 9)));
      Window auto = same(Window.AutoPad.SAME_UPPER, 2, 2);
      all.add(
          check(
              pads + ", SAME",
              new AveragePool(auto, List.of(3, 3), false, include),
              fed(1, 2, 8, 7)));
    }
    all.add(check("plain", new MaxPool(padded, List.of(3, 3), false), fed(2, 3, 8, 9)));
    all.add(check("ceil", new MaxPool(uneven, kernel, true), fed(1, 2, 8, 9)));
    Window behind = window(List.of(2, 3), List.of(1, 1), 0, 1, 1, 1);
    for (int size = 4; size <= 7; size++) {
      all.add(
          check(
              "ceil of " + size,
              new MaxPool(behind, List.of(2, 2), true),
              fed(1, 1, size, size + 1)));
      all.add(
          check(
              "ceil of " + size,
              new AveragePool(behind, List.of(2, 2), true, true),
              fed(1, 1, size, size + 1)));
    }
    Window dilated = window(List.of(1, 1), List.of(2, 2), 1, 1, 1, 1);
    all.add(check("dilated", new MaxPool(dilated, List.of(3, 3), false), fed(1, 2, 8, 9)));
    all.add(
        check(
            "one axis",
            new MaxPool(window(List.of(2), List.of(1), 0, 1), List.of(3), false),
            fed(1, 2, 8)));
    all.add(check("", new GlobalAveragePool(), fed(2, 3, 5, 4)));
    all.add(check("one axis", new GlobalMaxPool(), fed(2, 3, 5)));
    return all;
  }

  private static List<OperatorCase> resizes() {
    List<OperatorCase> all = new ArrayList<>();
    for (Resize.Transform transform : Resize.Transform.values()) {
      for (Resize.Mode mode : List.of(Resize.Mode.LINEAR, Resize.Mode.CUBIC)) {
        Resize resize = new Resize(mode, transform, Resize.Nearest.FLOOR);
        String name = mode + " " + transform;
        all.add(check(name + " up", resize, fed(1, 2, 4, 5), ABSENT, ABSENT, ints(1, 2, 9, 8)));
        all.add(check(name + " down", resize, fed(1, 2, 9, 8), ABSENT, ABSENT, ints(1, 2, 4, 5)));
      }
      for (Resize.Nearest nearest : Resize.Nearest.values()) {
        Resize resize = new Resize(Resize.Mode.NEAREST, transform, nearest);
        String name = nearest + " " + transform;
        all.add(check(name + " up", resize, fed(1, 1, 4, 5), ABSENT, ABSENT, ints(1, 1, 8, 15)));
        all.add(check(name + " down", resize, fed(1, 1, 8, 10), ABSENT, ABSENT, ints(1, 1, 4, 4)));
      }
    }
    Resize half = new Resize(Resize.Mode.LINEAR, Resize.Transform.HALF_PIXEL, Resize.Nearest.FLOOR);
    all.add(check("linear by scale", half, fed(1, 2, 5, 7), ABSENT, floats(1, 1, 1.5f, 0.6f)));
    Resize nearest =
        new Resize(
            Resize.Mode.NEAREST,
            Resize.Transform.ASYMMETRIC,
            Resize.Nearest.FLOOR,
            -0.75,
            false,
            List.of());
    all.add(check("nearest by scale", nearest, fed(1, 2, 5, 6), ABSENT, floats(1, 1, 2, 2)));
    Resize outside =
        new Resize(
            Resize.Mode.CUBIC,
            Resize.Transform.HALF_PIXEL,
            Resize.Nearest.FLOOR,
            -0.5,
            true,
            List.of());
    all.add(check("without outside", outside, fed(1, 1, 4, 5), ABSENT, floats(1, 1, 2.2f, 1.7f)));
    Resize axes =
        new Resize(
            Resize.Mode.LINEAR,
            Resize.Transform.ALIGN_CORNERS,
            Resize.Nearest.FLOOR,
            -0.75,
            false,
            List.of(2, 3));
    all.add(check("of two axes", axes, fed(1, 2, 5, 6), ABSENT, ABSENT, ints(3, 11)));
    all.add(check("to one", axes, fed(1, 2, 5, 6), ABSENT, ABSENT, ints(1, 1)));
    return all;
  }

  private static List<OperatorCase> grids() {
    List<OperatorCase> all = new ArrayList<>();
    Tensor grid = OperatorCase.normal(2, 3, 4, 2);
    for (GridSample.Mode mode : GridSample.Mode.values()) {
      for (GridSample.Padding padding : GridSample.Padding.values()) {
        for (boolean align : new boolean[] {false, true}) {
          String name = mode + " " + padding + (align ? " aligned" : "");
          GridSample op = new GridSample(mode, padding, align);
          all.add(check(name, op, fed(2, 3, 5, 4), fed(grid)));
        }
      }
    }
    return all;
  }
}
