package io.repconv.converter.data;

import io.repconv.converter.data.DataItem.Named;
import io.repconv.converter.file.MappedFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads files of NumPy arrays: one in a .npy, one for each input in a .npz. */
final class ArrayFiles {
  private static final String SUFFIX = ".npy";
  private static final int MOST_ARRAYS = 1000;

  private ArrayFiles() {}

  static DataItem npy(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw tooLarge(file.toString());
      }
      ByteBuffer bytes = new MappedFile(channel).slice(0, channel.size());
      return DataItem.of(DataSource.name(file), NpyArray.read(bytes, file.toString()));
    } catch (IOException e) {
      throw DataSource.unreadable(file, e);
    }
  }

  /** The names of the arrays are the names of the inputs. */
  static DataItem npz(Path file) {
    List<Named> arrays = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements() && arrays.size() < MOST_ARRAYS) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().endsWith(SUFFIX)) {
          arrays.add(array(file, zip, entry));
        }
      }
    } catch (ZipException e) {
      throw RepconvException.of(ErrorCode.CORRUPT)
          .at(file.toString())
          .observed("this is no zip archive (" + e.getMessage() + ")")
          .expected("an .npz as numpy.savez writes it")
          .cause(e)
          .build();
    } catch (IOException e) {
      throw DataSource.unreadable(file, e);
    }
    return new DataItem(DataSource.name(file), arrays, List.of());
  }

  private static Named array(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
    String place = file + ", array '" + name + "'";
    if (entry.getSize() > Integer.MAX_VALUE - 8) {
      throw tooLarge(place);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      // Not more than the archive itself says, whatever it unpacks to.
      byte[] bytes = in.readNBytes((int) Math.max(0, entry.getSize()));
      Tensor tensor = NpyArray.read(ByteBuffer.wrap(bytes), place);
      return new Named(name, tensor);
    }
  }

  private static RepconvException tooLarge(String place) {
    return RepconvException.of(ErrorCode.TOO_LARGE)
        .at(place)
        .observed("more than 2 GiB")
        .expected("less in one array")
        .fix("Give it in parts, one file each, in a folder.")
        .build();
  }
}
