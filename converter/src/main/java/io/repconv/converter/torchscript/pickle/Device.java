package io.repconv.converter.torchscript.pickle;

/** A {@code torch.device}; devices of a file are never used. */
public record Device(String name) {}
