package io.repconv.runtime.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A copy of a TorchScript archive for a libtorch that does not know all of its operators.
 *
 * <p>libtorch compiles every function of an archive, also those that the model never calls with the
 * arguments it has: one unknown name in {@code interpolate} is enough to refuse the file. In the
 * copy a statement that calls an operator that libtorch named as unknown raises an exception. So
 * the copy computes what the archive does as long as no such statement is reached, and fails where
 * one is.
 */
final class StubbedArchive {
  private static final Pattern UNKNOWN = Pattern.compile("Unknown builtin op: (\\w+::\\w+)");
  private static final Pattern TARGETS = Pattern.compile("\\s*((?:\\w+, )+\\w+,?|\\w+,) = $");

  private final Path file;
  private final Set<String> operators = new TreeSet<>();

  StubbedArchive(Path file) {
    this.file = file;
  }

  /** The operators whose calls are replaced. */
  Set<String> operators() {
    return Collections.unmodifiableSet(operators);
  }

  /**
   * Takes note of what libtorch says of an archive.
   *
   * @return whether it names an operator as unknown that is not replaced yet
   */
  boolean learn(String message) {
    Matcher unknown = UNKNOWN.matcher(message);
    return unknown.find() && operators.add(unknown.group(1));
  }

  /** Writes the copy. */
  void write(Path copy) throws IOException {
    try (ZipFile from = new ZipFile(file.toFile());
        OutputStream out = Files.newOutputStream(copy);
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        String name = entry.getName();
        if (name.endsWith(".debug_pkl")) {
          continue; // positions in the source, which change
        }
        try (InputStream content = from.getInputStream(entry)) {
          if (name.contains("code/") && name.endsWith(".py")) {
            String source = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            byte[] stubbed = stubbed(source).getBytes(StandardCharsets.UTF_8);
            CRC32 crc = new CRC32();
            crc.update(stubbed);
            to.putNextEntry(stored(name, stubbed.length, crc.getValue()));
            to.write(stubbed);
          } else {
            to.putNextEntry(stored(name, entry.getSize(), entry.getCrc()));
            content.transferTo(to);
          }
        }
      }
    }
  }

  private static ZipEntry stored(String name, long size, long crc) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(crc);
    return entry;
  }

  /** The source with an exception before each statement that calls one of the operators. */
  String stubbed(String source) {
    StringBuilder result = new StringBuilder();
    for (String line : source.split("\n", -1)) {
      String stubbed = line;
      for (String operator : operators) {
        stubbed = withoutCalls(stubbed, operator, result);
      }
      result.append(stubbed).append('\n');
    }
    result.setLength(result.length() - 1);
    return result.toString();
  }

  /** The line with its calls of an operator replaced by a value that is never read. */
  private static String withoutCalls(String line, String operator, StringBuilder before) {
    String call = inSource(operator);
    String stubbed = line;
    for (int at = find(stubbed, call); at >= 0; at = find(stubbed, call)) {
      String indent = line.substring(0, line.length() - line.stripLeading().length());
      before
          .append(indent)
          .append(
              "ops.prim.RaiseException(\"%s is unknown to this libtorch\")\n".formatted(operator));
      int end = end(stubbed, at + call.length());
      String left = stubbed.substring(0, at);
      String right = stubbed.substring(end);
      stubbed = left + "uninitialized(" + type(left, right) + ")" + right;
    }
    return stubbed;
  }

  /** How the serializer writes a call: {@code torch.relu(} and {@code ops.prim.device(}. */
  private static String inSource(String operator) {
    String[] parts = operator.split("::", 2);
    return (parts[0].equals("aten") ? "torch." : "ops." + parts[0] + ".") + parts[1] + "(";
  }

  /** A tensor, or as many as the statement takes apart. */
  private static String type(String left, String right) {
    Matcher targets = TARGETS.matcher(left);
    if (!right.isBlank() || !targets.matches()) {
      return "Tensor";
    }
    List<String> types = new ArrayList<>();
    for (String target : targets.group(1).split(",")) {
      if (!target.isBlank()) {
        types.add("Tensor");
      }
    }
    return "Tuple[" + String.join(", ", types) + "]";
  }

  /** Where a call begins outside of strings, -1 where there is none. */
  private static int find(String line, String call) {
    for (int at = 0; at < line.length(); at++) {
      if (isQuote(line.charAt(at))) {
        at = endOfString(line, at);
      } else if (line.startsWith(call, at)
          && (at == 0
              || !(Character.isJavaIdentifierPart(line.charAt(at - 1))
                  || line.charAt(at - 1) == '.'))) {
        return at;
      }
    }
    return -1;
  }

  /** Behind the parenthesis that closes the one before {@code from}. */
  private static int end(String line, int from) {
    int open = 1;
    int at = from;
    for (; at < line.length() && open > 0; at++) {
      char c = line.charAt(at);
      if (isQuote(c)) {
        at = endOfString(line, at);
      } else if (c == '(' || c == ')') {
        open += c == '(' ? 1 : -1;
      }
    }
    return Math.min(at, line.length());
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** The closing quote of the string that begins here, the last character where there is none. */
  private static int endOfString(String line, int from) {
    for (int at = from + 1; at < line.length(); at++) {
      if (line.charAt(at) == '\\') {
        at++;
      } else if (line.charAt(at) == line.charAt(from)) {
        return at;
      }
    }
    return line.length() - 1;
  }
}
