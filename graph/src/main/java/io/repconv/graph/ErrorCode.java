package io.repconv.graph;

/**
 * Every error a user can cause, with its exit status. Each has a page {@code
 * docs/errors/RC-nnn.md}. Numbers: 0xx command line, 1xx reading a model, 2xx shapes and inputs,
 * 3xx writing, 4xx the environment, 5xx checks, 6xx training.
 */
public enum ErrorCode {
  USAGE(1, ExitStatus.USAGE),
  BAD_INPUT_SHAPE(2, ExitStatus.USAGE),
  UNKNOWN_ARCHITECTURE(3, ExitStatus.USAGE),
  CONFIGURATION(4, ExitStatus.USAGE),

  FILE_NOT_FOUND(101, ExitStatus.MODEL),
  EMPTY_FILE(102, ExitStatus.MODEL),
  UNKNOWN_FORMAT(103, ExitStatus.MODEL),
  TRAINING_MODE(104, ExitStatus.MODEL),
  TRUNCATED(105, ExitStatus.MODEL),
  CORRUPT(106, ExitStatus.MODEL),
  FORBIDDEN_GLOBAL(107, ExitStatus.MODEL),
  UNSUPPORTED_OPERATOR(108, ExitStatus.MODEL),
  DATA_DEPENDENT(109, ExitStatus.MODEL),
  NOT_A_NUMBER(110, ExitStatus.MODEL),
  TOO_LARGE(111, ExitStatus.MODEL),
  MALFORMED(112, ExitStatus.MODEL),
  OUTSIDE_FOLDER(113, ExitStatus.MODEL),
  MISSING_DATA(114, ExitStatus.MODEL),
  CYCLE(115, ExitStatus.MODEL),
  DANGLING(116, ExitStatus.MODEL),
  OTHER_FORMAT(117, ExitStatus.MODEL),
  NO_RUNNING_STATISTICS(118, ExitStatus.MODEL),
  UNSUPPORTED_SOURCE(119, ExitStatus.MODEL),
  UNSUPPORTED_OPSET(120, ExitStatus.MODEL),
  KEYS_DIFFER(121, ExitStatus.MODEL),

  SHAPE_MISMATCH(201, ExitStatus.MODEL),
  UNKNOWN_INPUT(202, ExitStatus.MODEL),
  FIXED_SIZE(203, ExitStatus.MODEL),
  UNKNOWN_SIZE(204, ExitStatus.MODEL),

  OPSET_TOO_LOW(301, ExitStatus.MODEL),
  OVERFLOW(302, ExitStatus.MODEL),
  CANNOT_WRITE(303, ExitStatus.ENVIRONMENT),

  NO_CUDA(401, ExitStatus.ENVIRONMENT),
  NO_NATIVE_LIBRARY(402, ExitStatus.ENVIRONMENT),
  NOT_VERIFIED(403, ExitStatus.ENVIRONMENT),
  OUT_OF_MEMORY(404, ExitStatus.ENVIRONMENT),

  IMPORT_DISAGREES(501, ExitStatus.NOT_EQUIVALENT),
  NOT_EQUIVALENT(502, ExitStatus.NOT_EQUIVALENT),
  CERTIFICATE_FAILED(503, ExitStatus.NOT_EQUIVALENT),
  NOTHING_COMPARED(504, ExitStatus.NOT_EQUIVALENT),
  STILL_MULTI_BRANCH(505, ExitStatus.MULTI_BRANCH),
  DIFFERENT_PORTS(506, ExitStatus.NOT_EQUIVALENT),

  DATASET(601, ExitStatus.MODEL),
  DIVERGED(602, ExitStatus.MODEL);

  private final int number;
  private final ExitStatus status;

  ErrorCode(int number, ExitStatus status) {
    this.number = number;
    this.status = status;
  }

  /** {@code RC-104}. */
  public String code() {
    return "RC-%03d".formatted(number);
  }

  public ExitStatus status() {
    return status;
  }
}
