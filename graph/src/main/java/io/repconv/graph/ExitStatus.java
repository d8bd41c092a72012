package io.repconv.graph;

/** What the process tells its caller. The numbers are a contract with scripts. */
public enum ExitStatus {
  DONE(0),
  NOT_EQUIVALENT(1),
  USAGE(2),
  MODEL(3),
  ENVIRONMENT(4),
  MULTI_BRANCH(5),
  BUG(70);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
