package io.repconv.runtime.train.data;

import java.util.List;

/** Examples by their index. What is read is read when it is asked for, by any thread. */
public interface Dataset {
  int size();

  /** The names of the classes; a target is an index into these or the index that is ignored. */
  List<String> classes();

  Task task();

  /** What messages call an example. */
  String name(int index);

  /**
   * An example.
   *
   * @param seed what its augmentation is drawn from; the same seed gives the same example
   * @throws io.repconv.graph.RepconvException DATASET and others where it cannot be read
   */
  Example example(int index, long seed);
}
