package io.repconv.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @Test
  void cudaWithoutANumberIsTheFirst() {
    assertThat(Device.parse("cuda")).isEqualTo(new Device(true, 0)).hasToString("cuda:0");
  }

  @Test
  void cudaTakesANumber() {
    assertThat(Device.parse("cuda:3")).isEqualTo(new Device(true, 3));
  }

  @Test
  void cpuIsTheCpu() {
    assertThat(Device.parse("cpu")).isEqualTo(Device.CPU).hasToString("cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda:", "cuda:-1", "cuda:x", "CPU", ""})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> Device.parse(text))
        .hasMessage("--device: '" + text + "', expected cpu, cuda or cuda:N. [RC-001]");
  }
}
