package io.repconv.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.repconv.runtime.zoo.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The RepVGG blocks of a network, whose decay RepVGG takes of the kernel that their 3x3 and 1x1
 * branches amount to instead of each branch's own.
 */
final class EquivalentKernels {
  private static final String DENSE = ".rbr_dense.conv.weight";
  private static final List<String> SUFFIXES =
      List.of(
          DENSE,
          ".rbr_dense.bn.weight",
          ".rbr_dense.bn.running_var",
          ".rbr_1x1.conv.weight",
          ".rbr_1x1.bn.weight",
          ".rbr_1x1.bn.running_var");

  private final GraphBlock block;
  private final List<String> blocks = new ArrayList<>();

  EquivalentKernels(GraphBlock block) {
    this.block = block;
    Set<String> names =
        block.network().parameters().stream()
            .map(Parameter::name)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : names) {
      if (name.endsWith(DENSE)) {
        String prefix = name.substring(0, name.length() - DENSE.length());
        if (SUFFIXES.stream().allMatch(suffix -> names.contains(prefix + suffix))) {
          blocks.add(prefix);
        }
      }
    }
  }

  /** The modules that are blocks. */
  List<String> blocks() {
    return blocks;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Whether the parameter is a kernel whose decay is taken here. */
  boolean covers(Parameter parameter) {
    return blocks.stream()
        .anyMatch(
            prefix ->
                parameter.name().equals(prefix + DENSE)
                    || parameter.name().equals(prefix + ".rbr_1x1.conv.weight"));
  }

  /** The arguments of {@code equivalent_kernels}. */
  IValue[] lists() {
    return SUFFIXES.stream()
        .map(
            suffix ->
                IValue.listFrom(
                    blocks.stream()
                        .map(prefix -> block.array(prefix + suffix))
                        .toArray(PtNDArray[]::new)))
        .toArray(IValue[]::new);
  }
}
