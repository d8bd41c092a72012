package io.repconv.converter.torchscript.pickle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stack of a pickle machine with its marks; taking more than there is means a malformed pickle.
 */
final class UnpicklerStack {
  private final PickleBytes in;
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();

  UnpicklerStack(PickleBytes in) {
    this.in = in;
  }

  void push(@Nullable Object value) {
    values.add(value);
  }

  void mark() {
    marks.add(values.size());
  }

  @Nullable Object peek() {
    require(1);
    return values.get(values.size() - 1);
  }

  @Nullable Object pop() {
    require(1);
    return values.remove(values.size() - 1);
  }

  /** The last {@code count} values in the order in which they were pushed. */
  List<@Nullable Object> pop(int count) {
    require(count);
    return cut(values.size() - count);
  }

  List<@Nullable Object> popToMark() {
    if (marks.isEmpty()) {
      throw in.malformed("items without a mark before them");
    }
    return cut(marks.remove(marks.size() - 1));
  }

  private List<@Nullable Object> cut(int from) {
    List<@Nullable Object> tail = values.subList(from, values.size());
    List<@Nullable Object> items = new ArrayList<>(tail);
    tail.clear();
    return items;
  }

  private void require(int count) {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (values.size() - floor < count) {
      throw in.malformed("an opcode that needs %d values on the stack".formatted(count));
    }
  }
}
