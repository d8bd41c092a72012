package io.repconv.runtime.bench;

import java.util.List;

/**
 * What was measured of models side by side.
 *
 * @param warmUp rounds before those that count
 * @param rounds rounds that count; each ran every model once
 */
public record Timings(int warmUp, int rounds, List<Timing> timings) {}
