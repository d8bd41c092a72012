package io.repconv.runtime.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.DifferentiableCall;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Methods written as TorchScript and compiled by libtorch. They see torch's own operators, with
 * their gradients, where DJL's arrays lack some and change the meaning of others.
 */
public final class TorchScript implements AutoCloseable {
  /** An object of class {@code __torch__.Script} without attributes, in pickle protocol 2. */
  private static final String OBJECT = "\u0080\u0002c__torch__\nScript\n)\u0081}b.";

  private static final String EMPTY_TUPLE = "\u0080\u0002).";

  private final PtSymbolBlock module;

  private TorchScript(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Compiles methods.
   *
   * @param methods their text, not indented
   */
  public static TorchScript compile(PtNDManager manager, String methods) {
    try {
      return new TorchScript(
          JniUtils.loadModule(manager, new ByteArrayInputStream(archive(methods)), true, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] archive(String methods) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
      store(zip, "constants.pkl", EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
      String source = "class Script(Module):\n" + methods.indent(2);
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry("script/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }

  /** What a method returns; autograd records nothing. */
  public IValue run(String method, IValue... arguments) {
    return IValueUtils.runMethod(module, method, arguments);
  }

  /** What a method returns, with gradients for the arguments that require them. */
  public IValue record(String method, IValue... arguments) {
    return DifferentiableCall.run(module, method, arguments);
  }

  /** What went wrong in a call, without libtorch's stack traces. */
  public static String reason(EngineException e) {
    return TorchRuntime.reason(e);
  }

  @Override
  public void close() {
    module.close();
  }
}
