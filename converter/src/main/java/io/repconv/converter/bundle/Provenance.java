package io.repconv.converter.bundle;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.repconv.converter.Export;
import io.repconv.converter.Model;
import io.repconv.converter.Version;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.fold.Fold;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Tolerances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the model was made from and how, as data; docs/guide/bundle.md describes it. */
final class Provenance {
  static final String FILE = "provenance.json";

  private Provenance() {}

  static JsonObject of(Export export) {
    Model model = export.folded().model();
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    JsonObject source = new JsonObject();
    source.addProperty("file", String.valueOf(model.path().getFileName()));
    source.addProperty("format", model.format().name().toLowerCase(Locale.ROOT));
    source.addProperty("sha256", Checksums.sha256(model.path()));
    object.add("source", source);
    object.addProperty("opset", export.opset());
    object.addProperty(
        "precision", export.folded().keptInFloat().isPresent() ? "float16" : "float32");
    object.addProperty("checked", export.check().isPresent());
    object.addProperty("tolerance", tolerance(export));
    object.addProperty("testData", "the source's network in float64, rounded once");
    JsonArray folds = new JsonArray();
    for (Fold fold : export.folded().folds()) {
      JsonObject one = new JsonObject();
      one.addProperty("output", fold.node().output().name());
      JsonArray rewrites = new JsonArray();
      fold.derivation().stream().map(step -> step.rewrite().id()).distinct().forEach(rewrites::add);
      one.add("rewrites", rewrites);
      folds.add(one);
    }
    object.add("folds", folds);
    return object;
  }

  /** What the check allowed the file, relative to the largest output. */
  private static double tolerance(Export export) {
    return export.check().map(CheckReport::samples).orElse(List.of()).stream()
        .flatMap(sample -> sample.comparisons().stream())
        .filter(comparison -> comparison.pair() != Comparison.Pair.IMPORT)
        .mapToDouble(Comparison::tolerance)
        .reduce(Tolerances.unmeasured(export.folded().graph()), Math::max);
  }

  /**
   * The tolerance that a bundle states.
   *
   * @throws RepconvException MALFORMED where it states none
   */
  static double tolerance(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      double stated =
          JsonParser.parseString(Files.readString(file))
              .getAsJsonObject()
              .getAsJsonPrimitive("tolerance")
              .getAsDouble();
      if (stated > 0 && Double.isFinite(stated)) {
        return stated;
      }
    } catch (IOException e) {
      throw BundleFiles.unreadable(file, e);
    } catch (RuntimeException e) {
      throw noTolerance(file, e);
    }
    throw noTolerance(file, null);
  }

  private static RepconvException noTolerance(Path file, @Nullable RuntimeException cause) {
    RepconvException.Builder error =
        RepconvException.of(ErrorCode.MALFORMED)
            .at(file.toString())
            .observed("it states no tolerance")
            .expected("a positive number \"tolerance\"")
            .fix("Give one with --tolerance.");
    return cause == null ? error.build() : error.cause(cause).build();
  }
}
