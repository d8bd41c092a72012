package io.repconv.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.runtime.train.Schedule.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Rates BASE = new Rates(0.1, 0.9);

  private static Rates at(Schedule schedule, long step) {
    return schedule.at(new Position(step, 100, 10), BASE);
  }

  @Test
  void polyFallsToZero() {
    Schedule poly = new Schedule.Poly(0.9, 0);
    assertThat(at(poly, 0).rate()).isEqualTo(0.1);
    assertThat(at(poly, 50).rate()).isCloseTo(0.1 * Math.pow(0.5, 0.9), within(1e-12));
    assertThat(at(poly, 100).rate()).isZero();
    assertThat(at(poly, 50).momentum()).isEqualTo(0.9);
  }

  @Test
  void aWarmupRisesFromZero() {
    Schedule poly = new Schedule.Poly(1, 2);
    assertThat(at(poly, 0).rate()).isZero();
    assertThat(at(poly, 10).rate()).isCloseTo(0.1 * 0.9 * 0.5, within(1e-12));
    assertThat(at(poly, 20).rate()).isCloseTo(0.1 * 0.8, within(1e-12));
    assertThat(at(new Schedule.Cosine(0, 1), 5).rate())
        .isCloseTo(0.05 * (1 + Math.cos(0.05 * Math.PI)) / 2, within(1e-12));
  }

  @Test
  void stepFallsEverySoManyEpochs() {
    Schedule step = new Schedule.Step(3, 0.1);
    assertThat(at(step, 29).rate()).isEqualTo(0.1);
    assertThat(at(step, 30).rate()).isCloseTo(0.01, within(1e-12));
    assertThat(at(step, 60).rate()).isCloseTo(0.001, within(1e-12));
  }

  @Test
  void cosineFallsToItsLeast() {
    Schedule cosine = new Schedule.Cosine(0.02, 0);
    assertThat(at(cosine, 0).rate()).isEqualTo(0.1);
    assertThat(at(cosine, 50).rate()).isCloseTo(0.06, within(1e-12));
    assertThat(at(cosine, 100).rate()).isCloseTo(0.02, within(1e-12));
  }

  /** Of torch.optim.lr_scheduler.OneCycleLR(max_lr=0.1, total_steps=100, pct_start=0.3). */
  @ParameterizedTest(name = "step {0}")
  @CsvSource({
    "0, 0.004, 0.95",
    "10, 0.02951639, 0.92342042",
    "29, 0.1, 0.85",
    "64, 0.05000020, 0.9",
    "99, 0.0000004, 0.95"
  })
  void oneCycleIsTorchs(long step, double rate, double momentum) {
    Rates rates = at(new Schedule.OneCycle(25, 1e4, 0.3), step);
    assertThat(rates.rate()).isCloseTo(rate, within(1e-7));
    assertThat(rates.momentum()).isCloseTo(momentum, within(1e-7));
  }
}
