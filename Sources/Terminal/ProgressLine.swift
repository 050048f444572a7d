/// A line on standard error that tells how far long work has come, and is gone afterwards.
package struct ProgressLine {
  private let descriptor: Int32
  private let columns: Int
  private var shown = ""

  /// Nil where the descriptor is no terminal that can erase a line.
  package init?(to descriptor: Int32 = 2, environment: [String: String]) {
    let terminal = environment["TERM"] ?? ""
    guard TerminalInfo.isTerminal(descriptor), terminal != "", terminal != "dumb" else {
      return nil
    }
    self.descriptor = descriptor
    columns = TerminalInfo.windowSize(of: descriptor, environment: environment).columns
  }

  /// Shows a text of ASCII in place of the one before; what the window has no room for is cut.
  package mutating func show(_ text: String) {
    let text = String(text.prefix(max(0, columns - 1)))
    guard text != shown else { return }
    shown = text
    _ = writeAll("\r" + text + "\u{1B}[K", to: descriptor)
  }

  /// Leaves the line as it was before.
  package mutating func erase() {
    guard !shown.isEmpty else { return }
    shown = ""
    _ = writeAll("\r\u{1B}[K", to: descriptor)
  }
}
