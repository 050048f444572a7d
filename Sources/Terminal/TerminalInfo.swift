import Glibc

/// What the user said with `--color`.
package enum ColorOption: String, Sendable, CaseIterable {
  case auto
  case always
  case never
}

/// A count of columns and rows of characters, each at least 1.
package struct WindowSize: Equatable, Sendable {
  package let columns: Int
  package let rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// Questions about the terminal that are answered without asking the terminal itself.
package enum TerminalInfo {
  /// Whether this file descriptor is a terminal. False when it is closed.
  package static func isTerminal(_ fileDescriptor: Int32) -> Bool {
    isatty(fileDescriptor) == 1
  }

  /// The size of the window of this file descriptor; where it is no terminal or says 0, the
  /// variables `COLUMNS` and `LINES` count, and then 80 x 24.
  package static func windowSize(
    of fileDescriptor: Int32 = STDOUT_FILENO, environment: [String: String]
  ) -> WindowSize {
    var size = winsize()
    let known = unsafe ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0
    return WindowSize(
      columns: known && size.ws_col > 0
        ? Int(size.ws_col) : dimension(environment["COLUMNS"]) ?? 80,
      rows: known && size.ws_row > 0 ? Int(size.ws_row) : dimension(environment["LINES"]) ?? 24)
  }

  /// Whether to write colours: the option decides, then `NO_COLOR`, then `FORCE_COLOR` (each
  /// counts when it is not empty), then `TERM=dumb`, then whether the output is a terminal.
  package static func colorIsWanted(
    option: ColorOption, environment: [String: String], isTerminal: Bool
  ) -> Bool {
    switch option {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if isSet(environment["NO_COLOR"]) { return false }
    if isSet(environment["FORCE_COLOR"]) { return environment["FORCE_COLOR"] != "0" }
    if environment["TERM"] == "dumb" { return false }
    return isTerminal
  }

  /// Whether characters outside ASCII may be written, by the locale's name.
  ///
  /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides. As in PEP 538 the plain C
  /// locale, which containers have by default, counts as UTF-8 unless `LC_ALL` asks for it.
  package static func supportsUnicode(environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    guard let name = names.first(where: { isSet(environment[$0]) }) else { return true }
    let locale = (environment[name] ?? "").lowercased()
    if locale == "c" || locale == "posix" { return name != "LC_ALL" }
    return locale.contains("utf-8") || locale.contains("utf8")
  }

  private static func isSet(_ value: String?) -> Bool {
    !(value ?? "").isEmpty
  }

  private static func dimension(_ text: String?) -> Int? {
    guard let text, let number = Int(text), (1...9_999).contains(number) else { return nil }
    return number
  }
}
