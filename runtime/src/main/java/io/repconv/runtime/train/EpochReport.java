package io.repconv.runtime.train;

import java.util.Map;

/**
 * One epoch.
 *
 * @param epoch from 0
 * @param metrics by name: {@code loss} of training; where it was validated {@code val_loss} and
 *     either {@code Top_1} or {@code Pixel_Accuracy}, {@code Mean_IoU} and {@code IoU/CLASS} of
 *     each class
 * @param best whether it is the best one so far
 */
public record EpochReport(int epoch, Map<String, Double> metrics, boolean best) {}
