package io.repconv.converter;

import io.repconv.runtime.Device;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How models are measured.
 *
 * @param read how they are read
 * @param bound numbers for sizes that the models leave open; others are what a trace saw, else a
 *     batch of 1 and sides of 224
 * @param device where all of them run
 * @param threads threads within an operator, the same for every runtime
 * @param runs how many runs of each count; where it is not given, as many as fit into 20 seconds
 */
public record BenchOptions(
    ReadOptions read, Map<String, Long> bound, Device device, int threads, OptionalInt runs) {}
