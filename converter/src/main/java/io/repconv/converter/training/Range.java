package io.repconv.converter.training;

/** Which numbers a key can have. */
enum Range {
  POSITIVE("a positive number", Double.MIN_VALUE, Double.MAX_VALUE),
  NOT_NEGATIVE("a number that is not negative", 0, Double.MAX_VALUE),
  BELOW_ONE("a number from 0 to below 1", 0, Math.nextDown(1.0)),
  INSIDE_ONE("a number between 0 and 1", Double.MIN_VALUE, Math.nextDown(1.0)),
  AT_LEAST_ONE("a number of at least 1", 1, Double.MAX_VALUE);

  private final String text;
  private final double least;
  private final double most;

  Range(String text, double least, double most) {
    this.text = text;
    this.least = least;
    this.most = most;
  }

  String text() {
    return text;
  }

  boolean holds(double number) {
    return number >= least && number <= most;
  }
}
