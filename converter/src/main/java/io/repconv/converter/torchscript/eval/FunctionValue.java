package io.repconv.converter.torchscript.eval;

/** A function as a value: {@code _0 = __torch__.torch.nn.functional.relu}. */
record FunctionValue(String path) {}
