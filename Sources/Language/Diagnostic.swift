/// Something wrong, or worth a remark, in what was typed: where, what and the nearest fix.
package struct Diagnostic: Error, Hashable, Sendable {
  package var severity: Severity
  /// A short stable name for tests and documents, such as `unknown-verb`.
  package var code: String
  /// Where it stands in the statement's source text; nil where no place in the text is to blame.
  package var range: SourceRange?
  /// One sentence, lower case, without a full stop.
  package var message: String
  /// Printed beside the caret: `did you mean 'filter'?`
  package var hint: String?
  /// Printed on a line of its own after `help:`.
  package var help: String?

  package enum Severity: String, Hashable, Sendable {
    case error, warning
  }

  package init(
    _ severity: Severity = .error, code: String, at range: SourceRange? = nil,
    _ message: String, hint: String? = nil, help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.range = range
    self.message = message
    self.hint = hint
    self.help = help
  }
}
