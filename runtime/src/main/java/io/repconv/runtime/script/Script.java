package io.repconv.runtime.script;

import io.repconv.graph.Tensor;
import java.util.List;

/**
 * A graph for inputs of one shape, written as a TorchScript method.
 *
 * <pre>
 * def METHOD(self, parameters: List[Tensor], constants: List[Tensor], inputs: List[Tensor]) -> List[Tensor]
 * </pre>
 *
 * @param source the method's text
 * @param constants what it expects as {@code constants}
 */
public record Script(String source, List<Tensor> constants) {}
