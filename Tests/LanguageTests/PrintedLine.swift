import Testing

/// A line, and what is printed for it: diagnostics first, then the statement in canonical form.
struct PrintedLine: Sendable, CustomTestStringConvertible {
  var line: String
  var printed: String

  var testDescription: String { line }
}
