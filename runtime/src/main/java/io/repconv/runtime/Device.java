package io.repconv.runtime;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model runs.
 *
 * @param cuda whether on a CUDA device, else on the CPU
 * @param index number of the CUDA device, from 0
 */
public record Device(boolean cuda, int index) {
  public static final Device CPU = new Device(false, 0);

  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  /** Parses {@code cpu}, {@code cuda} (the first one) or {@code cuda:1}. */
  public static Device parse(String text) {
    if (text.equals("cpu")) {
      return CPU;
    }
    Matcher matcher = CUDA.matcher(text);
    if (!matcher.matches()) {
      throw RepconvException.of(ErrorCode.USAGE)
          .at("--device")
          .observed("'" + text + "'")
          .expected("cpu, cuda or cuda:N")
          .build();
    }
    String index = matcher.group(1);
    return new Device(true, index == null ? 0 : Integer.parseInt(index));
  }

  @Override
  public String toString() {
    return cuda ? "cuda:" + index : "cpu";
  }
}
