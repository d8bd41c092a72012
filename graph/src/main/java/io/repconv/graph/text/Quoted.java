package io.repconv.graph.text;

/** Names and strings in the text form. */
final class Quoted {
  private Quoted() {}

  /** A value's name: {@code %layer1.conv}, quoted where it has other characters. */
  static String name(String name) {
    boolean plain = !name.isEmpty() && name.chars().allMatch(Quoted::isPlain);
    return "%" + (plain ? name : text(name));
  }

  static boolean isPlain(int c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '/' || c == '-';
  }

  /** A string in quotes, on one line. */
  static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
