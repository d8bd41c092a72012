package io.repconv.converter.tensorboard;

import com.google.protobuf.CodedOutputStream;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;

/**
 * Writes scalars to an event file: TFRecords of tensorflow's message {@code Event}, of which the
 * first names the version. Each is on disk when its method returns, so that TensorBoard follows a
 * training.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">event.proto</a>
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/summary.proto">summary.proto</a>
 */
public final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final double MILLISECONDS = 1e3;

  /** Numbers of the fields of Event. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  /** Of Summary and of Summary.Value. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final Path path;
  private final OutputStream out;
  private final Clock clock;

  private EventFile(Path path, OutputStream out, Clock clock) {
    this.path = path;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Starts a file {@code events.out.tfevents.SECONDS.repconv} in a folder, which is made where it
   * is not there. A name that is taken is not written to.
   *
   * @throws RepconvException CANNOT_WRITE
   */
  public static EventFile create(Path folder, Clock clock) {
    long seconds = clock.instant().getEpochSecond();
    try {
      Files.createDirectories(folder);
      Path path = free(folder, "events.out.tfevents.%010d.repconv".formatted(seconds));
      EventFile file =
          new EventFile(path, Files.newOutputStream(path, StandardOpenOption.CREATE_NEW), clock);
      file.write(event -> event.writeString(FILE_VERSION, VERSION));
      return file;
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private static Path free(Path folder, String name) {
    Path path = folder.resolve(name);
    for (int i = 1; Files.exists(path); i++) {
      path = folder.resolve(name + "." + i);
    }
    return path;
  }

  public Path path() {
    return path;
  }

  /**
   * Writes scalars of one step.
   *
   * @param values by their tags, such as {@code train/loss}
   * @throws RepconvException CANNOT_WRITE
   */
  public void scalars(long step, Map<String, Double> values) {
    byte[] summary =
        message(
            out -> {
              for (Map.Entry<String, Double> value : values.entrySet()) {
                out.writeByteArray(VALUE, scalar(value.getKey(), value.getValue()));
              }
            });
    write(
        event -> {
          event.writeInt64(STEP, step);
          event.writeByteArray(SUMMARY, summary);
        });
  }

  private static byte[] scalar(String tag, double value) {
    return message(
        out -> {
          out.writeString(TAG, tag);
          out.writeFloat(SIMPLE_VALUE, (float) value);
        });
  }

  private void write(Fields fields) {
    byte[] event =
        message(
            out -> {
              out.writeDouble(WALL_TIME, clock.millis() / MILLISECONDS);
              fields.write(out);
            });
    try {
      out.write(RecordFrame.around(event));
      out.flush();
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  /** Writes the fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static RepconvException cannotWrite(Path path, IOException e) {
    return RepconvException.of(ErrorCode.CANNOT_WRITE)
        .at(path.toString())
        .observed("the event file cannot be written (" + e.getMessage() + ")")
        .cause(e)
        .build();
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }
}
