package io.repconv.converter.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1x3x224x224            | ''    | [1, 3, 224, 224]
          Nx3xHxW                | ''    | [N, 3, H, W]
          batch,3,224,224        | ''    | [batch, 3, 224, 224]
          N, 3, height, width    | ''    | [N, 3, height, width]
          image=Nx3x64x64        | image | [N, 3, 64, 64]
          a=b=1x2                | a=b   | [1, 2]
          x=max_len,16           | x     | [max_len, 16]
          7                      | ''    | [7]
          T                      | ''    | [T]
          1x03                   | ''    | [1, 3]
          2147483647             | ''    | [2147483647]
          NxN                    | ''    | [N, N]
          """)
  void aShapeIsReadAsItIsWritten(String text, String name, String shape) {
    InputShape parsed = InputShape.parse(text);

    assertThat(parsed.name()).isEqualTo(name);
    assertThat(parsed.shape().toString()).isEqualTo(shape);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1x3x-2x32       | '-2' is not a size
          1x3x0x32        | a size is 0
          1x3x000         | a size is 0
          ''              | a size is missing
          image=          | a size is missing
          1xx3            | a size is missing
          1x3x            | a size is missing
          1,3,            | a size is missing
          1x3.5           | '3.5' is not a size
          1x3X4           | '3X4' is not a size
          1x2147483648    | the size 2147483648 is too large
          1x99999999999999999999999 | is too large
          1x4a            | '4a' is not a size
          N+1x3           | 'N+1' is not a size
          """)
  void whatIsNoShapeIsRefusedWithTheSizeThatIsWrong(String text, String observed) {
    assertThatExceptionOfType(RepconvException.class)
        .isThrownBy(() -> InputShape.parse(text))
        .withMessageStartingWith("--input " + text + ": ")
        .withMessageContaining(observed)
        .withMessageEndingWith("[RC-002]")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT_SHAPE));
  }
}
