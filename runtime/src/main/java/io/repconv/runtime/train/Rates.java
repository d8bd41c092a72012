package io.repconv.runtime.train;

/** The learning rate and the momentum of one step. */
public record Rates(double rate, double momentum) {}
