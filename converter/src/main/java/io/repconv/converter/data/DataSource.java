package io.repconv.converter.data;

import io.repconv.converter.data.DataItem.Named;
import io.repconv.converter.onnx.TensorFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The items of a file or folder of data: a .npy or .npz, a folder of these or of images, or ONNX
 * test data ({@code input_0.pb}, …, {@code output_0.pb}, …, or folders {@code test_data_set_N} of
 * them). They are read when they are asked for.
 */
public final class DataSource {
  private static final List<String> IMAGES = List.of("png", "jpg", "jpeg");
  private static final int MOST_ITEMS = 100_000;

  private final int channels;
  private final ImageOptions images;

  private DataSource(int channels, ImageOptions images) {
    this.channels = channels;
    this.images = images;
  }

  /**
   * The items, in the order of their names.
   *
   * @param channels how many an image gets
   * @throws RepconvException where there is nothing that can be read
   */
  public static List<Supplier<DataItem>> items(Path path, int channels, ImageOptions images) {
    DataSource source = new DataSource(channels, images);
    if (Files.isRegularFile(path)) {
      return source.file(path).map(List::of).orElseThrow(() -> unknown(path));
    }
    if (!Files.isDirectory(path)) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(path.toString())
          .observed("no such file or folder")
          .expected("data to compare the models on")
          .build();
    }
    if (Files.isRegularFile(path.resolve("input_0.pb"))) {
      return List.of(() -> testData(path));
    }
    List<Supplier<DataItem>> items = new ArrayList<>();
    for (Path entry : entries(path)) {
      if (Files.isRegularFile(entry.resolve("input_0.pb"))) {
        items.add(() -> testData(entry));
      } else if (Files.isRegularFile(entry)) {
        source.file(entry).ifPresent(items::add);
      }
    }
    if (items.isEmpty()) {
      throw unknown(path);
    }
    return items;
  }

  private Optional<Supplier<DataItem>> file(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (ending.equals("npy")) {
      return Optional.of(() -> ArrayFiles.npy(file));
    }
    if (ending.equals("npz")) {
      return Optional.of(() -> ArrayFiles.npz(file));
    }
    return IMAGES.contains(ending)
        ? Optional.of(() -> DataItem.of(name(file), ImageFile.read(file, channels, images)))
        : Optional.empty();
  }

  private static DataItem testData(Path folder) {
    return new DataItem(name(folder), tensors(folder, "input"), tensors(folder, "output"));
  }

  private static List<Named> tensors(Path folder, String kind) {
    List<Named> tensors = new ArrayList<>();
    Path file = folder.resolve(kind + "_0.pb");
    while (Files.isRegularFile(file)) {
      TensorFile tensor = TensorFile.read(file);
      tensors.add(new Named(tensor.name(), tensor.tensor()));
      file = folder.resolve(kind + "_" + tensors.size() + ".pb");
    }
    return tensors;
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.limit(MOST_ITEMS).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  static RepconvException unreadable(Path path, IOException e) {
    return RepconvException.of(ErrorCode.FILE_NOT_FOUND)
        .at(path.toString())
        .observed("this cannot be read (" + e.getMessage() + ")")
        .cause(e)
        .build();
  }

  private static RepconvException unknown(Path path) {
    return RepconvException.of(ErrorCode.UNKNOWN_FORMAT)
        .at(path.toString())
        .observed("no data that can be read")
        .expected(
            "a .npy or .npz, a folder of these or of PNG and JPEG images, or ONNX test data"
                + " (input_0.pb)")
        .build();
  }
}
