package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;

/**
 * An image or mask of 8 bits as it was stored.
 *
 * @param values of shape {@code [channels, height, width]}, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pixels(int channels, int height, int width, byte[] values) {
  static final long MOST = 1L << 26;

  double at(int channel, int y, int x) {
    return values[(channel * height + y) * width + x] & 0xff;
  }

  /**
   * Throws where an image is larger than what is read.
   *
   * @throws RepconvException TOO_LARGE
   */
  static void requireSize(String place, long height, long width) {
    if (height > MOST || width > MOST || height * width > MOST) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(place)
          .observed("an image of %d x %d".formatted(width, height))
          .expected("at most %d pixels".formatted(MOST))
          .build();
    }
  }
}
