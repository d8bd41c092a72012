package io.repconv.runtime.train;

import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Example;
import io.repconv.runtime.train.data.Task;
import java.util.List;
import java.util.Random;

/**
 * Noisy 8x8 images of one channel whose class is the direction of their stripes: 0 for rows, 1 for
 * columns; in segmentation each half of an image has a class of its own.
 */
record Stripes(int size, Task task) implements Dataset {
  private static final int SIDE = 8;

  @Override
  public List<String> classes() {
    return List.of("rows", "columns");
  }

  @Override
  public String name(int index) {
    return "stripes-" + index;
  }

  @Override
  public Example example(int index, long seed) {
    Random random = new Random(index);
    int first = random.nextInt(2);
    int second = task == Task.SEGMENTATION ? random.nextInt(2) : first;
    float[] image = new float[SIDE * SIDE];
    int[] pixels = new int[SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      int row = i / SIDE;
      int column = i % SIDE;
      pixels[i] = row < SIDE / 2 ? first : second;
      int along = pixels[i] == 0 ? row : column;
      image[i] = (along % 2 == 0 ? 1 : -1) + 0.3f * (float) random.nextGaussian();
    }
    int[] target = task == Task.SEGMENTATION ? pixels : new int[] {first};
    return new Example(name(index), 1, SIDE, SIDE, image, target);
  }
}
