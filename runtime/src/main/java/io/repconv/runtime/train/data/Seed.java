package io.repconv.runtime.train.data;

/** Seeds that are made of several numbers. */
final class Seed {
  private Seed() {}

  /** A seed that differs where any of the numbers or their order does. */
  static long of(long... parts) {
    long state = parts.length;
    for (long part : parts) {
      state = mixed(state + 0x9e3779b97f4a7c15L + mixed(part));
    }
    return state;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Numbers). */
  private static long mixed(long number) {
    long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
