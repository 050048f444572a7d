/// Something in a notebook's text that keeps it from being read, or from being read whole.
package struct NotebookError: Error, Hashable, Sendable {
  /// One sentence, lower case, without a full stop.
  package var message: String
  /// The line of the file it is about, counted from 1.
  package var line: Int?
  /// What to do about it.
  package var help: String?

  package init(_ message: String, line: Int? = nil, help: String? = nil) {
    self.message = message
    self.line = line
    self.help = help
  }
}
