package io.repconv.converter.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AheadTest {
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void whoAsksMakesWhatNobodyBegan() {
    Ahead<Integer> one = new Ahead<>(made::incrementAndGet);
    assertThat(one.get()).isEqualTo(1);
    assertThat(one.get()).isEqualTo(1);
  }

  @Test
  void whoAsksWaitsForWhatWasBegun() {
    CountDownLatch begun = new CountDownLatch(1);
    Ahead<Thread> one =
        new Ahead<>(
            () -> {
              begun.countDown();
              return Thread.currentThread();
            });
    Ahead.begin("test", one);
    await(begun);
    assertThat(one.get().getName()).isEqualTo("test");
    assertThat(one.get().isDaemon()).isTrue();
  }

  @Test
  void whatGoesWrongIsForWhoAsks() {
    Ahead<Integer> one =
        new Ahead<>(
            () -> {
              throw new IllegalArgumentException("impossible");
            });
    one.run();
    assertThatThrownBy(one::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("impossible");
  }

  @Test
  void anErrorStaysTheErrorThatItIs() {
    Ahead<Integer> one =
        new Ahead<>(
            () -> {
              throw new OutOfMemoryError("heap");
            });
    assertThatThrownBy(one::get).isInstanceOf(OutOfMemoryError.class).hasMessage("heap");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
