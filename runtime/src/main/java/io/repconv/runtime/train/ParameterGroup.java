package io.repconv.runtime.train;

import java.util.List;

/**
 * Parameters that learn alike.
 *
 * @param names of the parameters
 * @param rateFactor what the schedule's rate is multiplied by
 * @param decay the weight decay
 */
record ParameterGroup(List<String> names, double rateFactor, double decay) {}
