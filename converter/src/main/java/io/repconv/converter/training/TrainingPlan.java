package io.repconv.converter.training;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.train.Monitor;
import io.repconv.runtime.train.OptimizerOptions;
import io.repconv.runtime.train.TrainingOptions;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.zoo.Architecture;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a configuration comes to.
 *
 * @param architecture the network as {@code NAME:key=value,…}; what tells the number of classes and
 *     channels is the data, where the configuration does not
 * @param network with its initial weights, or those of a pretrained backbone
 */
public record TrainingPlan(
    TrainingConfig config,
    String architecture,
    Network network,
    TrainingData data,
    TrainingOptions options) {
  private static final double BACKBONE_RATE = 0.1;

  /**
   * Opens the data and builds the network.
   *
   * @throws RepconvException NO_CUDA where GPUs are asked for; DATASET, UNKNOWN_ARCHITECTURE,
   *     KEYS_DIFFER where the pretrained backbone is another
   */
  public static TrainingPlan of(TrainingConfig config) {
    requireCpu(config);
    TrainingData data = TrainingData.open(config);
    Architecture architecture = Architectures.named(config.arch().type());
    Map<String, String> settings = settings(config, architecture, data.training());
    Network network = architecture.build(settings, config.seed());
    if (config.pretrained().isPresent()) {
      network = Pretrained.load(network, config.pretrained().get());
    }
    String described =
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(",", architecture.name() + ":", ""));
    return new TrainingPlan(config, described, network, data, options(config));
  }

  private static void requireCpu(TrainingConfig config) {
    if (config.gpus() > 0) {
      throw RepconvException.of(ErrorCode.NO_CUDA)
          .at("n_gpu")
          .observed(
              config.gpus() == 1 ? "1 GPU is asked for" : config.gpus() + " GPUs are asked for")
          .expected("0")
          .why("Training runs in the libtorch that repconv brings, which computes on the CPU.")
          .build();
    }
  }

  private static Map<String, String> settings(
      TrainingConfig config, Architecture architecture, Dataset data) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("num_classes", String.valueOf(data.classes().size()));
    settings.put("in_channels", String.valueOf(data.example(0, 0).channels()));
    settings.keySet().retainAll(architecture.defaults().keySet());
    settings.putAll(config.arch().settings());
    return settings;
  }

  private static TrainingOptions options(TrainingConfig config) {
    OptimizerConfig optimizer = config.optimizer();
    TrainerConfig trainer = config.trainer();
    LoaderConfig validation = config.validation().orElse(config.training());
    return new TrainingOptions(
        trainer.epochs(),
        config.loss(),
        config.ignoreIndex(),
        new OptimizerOptions(
            optimizer.type(),
            optimizer.rate(),
            optimizer.momentum(),
            optimizer.weightDecay(),
            optimizer.differentialRate() ? BACKBONE_RATE : 1,
            optimizer.customL2()),
        config.schedule(),
        config.arch().freezeBatchNorm(),
        config.arch().freezeBackbone(),
        config.training().batches(config.seed()),
        validation.batches(config.seed()),
        trainer.epochsPerValidation(),
        monitor(trainer),
        trainer.earlyStop().orElse(0),
        Runtime.getRuntime().availableProcessors(),
        config.seed());
  }

  private static Optional<Monitor> monitor(TrainerConfig trainer) {
    return trainer.validate() ? trainer.monitor() : Optional.empty();
  }

  /** What is validated on, where anything is. */
  public Optional<Dataset> validation() {
    return config.trainer().validate() ? data.validation() : Optional.empty();
  }
}
