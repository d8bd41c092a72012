package io.repconv.converter.torchscript.eval;

/** {@code range(start, end, step)}. */
record RangeValue(long start, long end, long step) {}
