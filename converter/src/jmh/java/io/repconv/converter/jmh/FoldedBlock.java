package io.repconv.converter.jmh;

import io.repconv.graph.Value;
import io.repconv.runtime.zoo.Block;
import io.repconv.runtime.zoo.Convolution;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.NetworkBuilder;

/** A block of 3x3, stride 1, as many outputs as inputs. */
public enum FoldedBlock {
  REPVGG(Block.REPVGG),
  ACB(Block.ACB),
  DBB(Block.DBB),
  /** Depthwise, of four branches. */
  MOBILEONE(Block.MOBILEONE);

  private final Block block;

  FoldedBlock(Block block) {
    this.block = block;
  }

  /** Inputs of a group. */
  int inputs(int channels) {
    return this == MOBILEONE ? 1 : channels;
  }

  Network network(int channels) {
    NetworkBuilder builder = new NetworkBuilder(name(), 1);
    Convolution convolution = Convolution.same(channels, 3).groups(channels / inputs(channels));
    Value image = builder.image(channels);
    return builder.build(block.apply(builder.root(), image, convolution));
  }
}
