package io.repconv.converter.bundle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.repconv.converter.Export;
import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.file.TemporaryFolder;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.check.CheckPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes what an export hands over: the model, what it was made from and how, test data, and how to
 * run it. The same export gives the same bytes. It takes its place when it is complete.
 */
public final class Bundle {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final Export export;
  private final CheckPolicy policy;
  private final JsonObject report;

  /**
   * @param export whose file is in place
   * @param policy whose sizes the test data has
   * @param report on the export, without what differs from run to run
   */
  public Bundle(Export export, CheckPolicy policy, JsonObject report) {
    this.export = export;
    this.policy = policy;
    this.report = report;
  }

  /** Whether a bundle of this name is a zip, else a folder. */
  static boolean isZip(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /**
   * Holds a place to be free for a bundle: nothing, an older bundle or an empty folder.
   *
   * @throws RepconvException CANNOT_WRITE
   */
  public static void requireFree(Path target) {
    if (isZip(target)) {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw StagedFiles.cannotWrite(target, "this is not a regular file", null);
      }
    } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isReplaceable(target)) {
      throw StagedFiles.cannotWrite(
          target, "this is neither an older bundle nor an empty folder", null);
    }
    Path folder = target.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw StagedFiles.cannotWrite(target, "the folder " + folder + " does not exist", null);
    }
  }

  private static boolean isReplaceable(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (Files.isRegularFile(folder.resolve(BundleFiles.CHECKSUMS))
        && Files.isRegularFile(folder.resolve(Provenance.FILE))) {
      return true;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the bundle, as a zip where the name ends in {@code .zip}, else as a folder.
   *
   * @throws RepconvException CANNOT_WRITE, or NOT_VERIFIED where no reference can be computed
   */
  public void write(Path target) {
    requireFree(target);
    Path place = target.toAbsolutePath().normalize();
    try (TemporaryFolder staging =
        TemporaryFolder.in(parent(place), "." + place.getFileName() + ".")) {
      Path folder = Files.createDirectory(staging.path().resolve("bundle"));
      fill(folder);
      if (isZip(place)) {
        Path zip = staging.path().resolve("bundle.zip");
        ZipFolder.write(folder, zip);
        Files.move(zip, place, StandardCopyOption.ATOMIC_MOVE);
      } else {
        replace(place, folder, staging.path().resolve("older"));
      }
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(target, "the bundle cannot be written", e);
    }
  }

  private static Path parent(Path place) {
    Path folder = place.getParent();
    if (folder == null) {
      throw new IllegalStateException(place + " has no folder");
    }
    return folder;
  }

  /** A folder cannot be replaced in one step: the older one comes back where the second fails. */
  private static void replace(Path place, Path folder, Path older) throws IOException {
    boolean present = Files.exists(place);
    if (present) {
      Files.move(place, older, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (present) {
        Files.move(older, place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private void fill(Path folder) throws IOException {
    Path model = export.file();
    Files.copy(model, folder.resolve(BundleFiles.MODEL));
    if (Files.size(model) < export.bytes()) {
      // The model refers to its weights by this name.
      String weights = model.getFileName() + ".data";
      Files.copy(model.resolveSibling(weights), folder.resolve(weights));
    }
    List<Tensor> inputs = new TestDataSets(export, policy).write(folder);
    write(folder.resolve(IoSpecification.FILE), IoSpecification.of(export));
    write(folder.resolve(Provenance.FILE), Provenance.of(export));
    write(folder.resolve("report.json"), report);
    Files.writeString(folder.resolve("README.md"), new ReceiverReadme(export, inputs).toString());
    Checksums.write(folder);
  }

  private static void write(Path file, JsonObject object) throws IOException {
    Files.writeString(file, GSON.toJson(object) + "\n");
  }
}
