package import Calendars
import Columns
package import Language
import Texts

/// The value of an option, a setting or a parameter.
package enum OptionValue: Hashable, Sendable {
  case number(Double)
  case boolean(Bool)
  case duration(CalendarDuration)
  case date(PartialDate)
  case text(String)
  /// Checked only where it meets columns.
  case condition(Expression)

  /// As it would be written in a line.
  package var description: String {
    switch self {
    case .number(let value):
      value == value.rounded() && abs(value) <= 0x1p53 ? String(Int64(value)) : String(value)
    case .boolean(let value): value ? "yes" : "no"
    case .duration(let value): value.description
    case .date(let value): value.description
    case .text(let value): value
    case .condition(let condition): format(condition)
    }
  }
}

extension OptionKind {
  /// Reads what was written after `=`, or says what is accepted.
  package func value(
    of expression: Expression, option name: String, parameters: [String: Literal]
  ) throws(Diagnostic) -> OptionValue {
    // `utf-8` reads as a subtraction, but the words of the option say what is meant.
    if case .word(let words) = self,
      let word = words.first(where: { $0 == format(expression).filter { $0 != " " }.lowercased() })
    {
      return .text(word)
    }
    if self == .condition {
      // `none` reads as a missing value; here it takes the setting back.
      if case .literal(.missing, _) = expression { return .text("none") }
      return .condition(expression)
    }
    let written = try resolved(expression, parameters)
    if self == .events { return try events(written, at: expression.range, option: name) }
    if let value = accepted(written) { return value }
    throw Diagnostic(
      code: "option-value", at: expression.range, "\(name) takes \(expected)",
      hint: suggestedWord(written).map { "did you mean '\($0)'?" })
  }

  /// What is accepted, in words.
  package var expected: String {
    switch self {
    case .number(let range):
      "a number from \(OptionValue.number(range.lowerBound).description)"
        + " to \(OptionValue.number(range.upperBound).description)"
    case .boolean: "yes or no"
    case .duration: "a duration, such as 1 year or 90 days"
    case .length: "a duration, such as 5 years, or a number"
    case .date: "a date, such as 2024-12-31"
    case .word(let words): alternatives(words)
    case .text: "a word or a text in quotes"
    case .column: "a column"
    case .condition: "a condition, or none"
    case .events:
      "a text of events, such as \"easter, closing = 2023-08-07..2023-08-20, new price = 2024-03..\", or none"
    }
  }

  private func events(
    _ written: Written, at range: SourceRange, option name: String
  ) throws(Diagnostic) -> OptionValue {
    let text: String
    switch written {
    case .word(let word): text = word
    case .literal(.text(let given)): text = given
    case .literal(.missing): text = "none"
    case .literal:
      throw Diagnostic(code: "option-value", at: range, "\(name) takes \(expected)")
    }
    if text.lowercased() == "none" { return .text("none") }
    do {
      return try NamedEvent.list(text).isEmpty ? .text("none") : .text(text)
    } catch {
      throw Diagnostic(
        code: "events", at: range, error.words, hint: error.hint, help: "\(name) takes \(expected)")
    }
  }

  private func alternatives(_ words: [String]) -> String {
    let written = words.map { $0.allSatisfy { $0.isLetter || $0.isNumber } ? $0 : "\"\($0)\"" }
    guard let last = written.last, written.count > 1 else { return written.joined() }
    return written.dropLast().joined(separator: ", ") + " or " + last
  }

  private enum Written {
    case word(String)
    case literal(Literal)
  }

  private func resolved(_ expression: Expression, _ parameters: [String: Literal])
    throws(Diagnostic) -> Written
  {
    switch expression {
    case .name(let name): return .word(name.text)
    case .literal(let literal, _): return .literal(literal)
    case .parameter(let name, let range):
      return .literal(try Planning.value(ofParameter: name, at: range, among: parameters))
    case .unary(.minus, .literal(.integer(let value), _), _): return .literal(.integer(-value))
    case .unary(.minus, .literal(.decimal(let value), _), _): return .literal(.decimal(-value))
    default:
      if case .word = self, let word = hyphenated(expression) { return .word(word) }
      throw Diagnostic(
        code: "option-value", at: expression.range, "a plain value is needed here",
        help: "an option is written  name = value")
    }
  }

  /// `utf-8`, which reads as a subtraction.
  private func hyphenated(_ expression: Expression) -> String? {
    switch expression {
    case .name(let name): return name.text
    case .binary(.minus, let left, .literal(.integer(let value), _), _) where value >= 0:
      return hyphenated(left).map { "\($0)-\(value)" }
    default: return nil
    }
  }

  private func accepted(_ written: Written) -> OptionValue? {
    switch (self, written) {
    case (.number(let range), .literal(let literal)):
      guard let number = literal.number, range.contains(number) else { return nil }
      return .number(number)
    case (.boolean, .literal(.boolean(let value))): return .boolean(value)
    case (.boolean, .word(let word)), (.boolean, .literal(.text(let word))):
      return ["yes": .boolean(true), "no": .boolean(false)][word.lowercased()]
    case (.duration, .literal(.duration(let value))), (.length, .literal(.duration(let value))):
      return .duration(value)
    case (.length, .literal(let literal)): return literal.number.map { .number($0) }
    case (.date, .literal(.date(let date))): return .date(date)
    case (.date, .literal(.integer(let year))):
      return (1000...9998).contains(year)
        ? .date(PartialDate(grain: .year, ordinal: Int(year))) : nil
    case (.word(let words), .word(let word)), (.word(let words), .literal(.text(let word))):
      return words.first { $0 == word.lowercased() }.map { .text($0) }
    case (.text, .word(let word)), (.column, .word(let word)): return .text(word)
    case (.text, .literal(.text(let text))), (.column, .literal(.text(let text))):
      return .text(text)
    default: return nil
    }
  }

  private func suggestedWord(_ written: Written) -> String? {
    guard case .word(let words) = self, case .word(let word) = written else { return nil }
    return suggestion(for: word, among: words)
  }
}

extension Literal {
  /// The number that a numeric literal means, 5% being 0.05; nil for any other.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    case .percent(let value): value / 100
    default: nil
    }
  }
}

/// The value of `$name`, or an error that names the parameters there are.
package func value(
  ofParameter name: String, at range: SourceRange, among parameters: [String: Literal]
) throws(Diagnostic) -> Literal {
  if let literal = parameters[name] { return literal }
  let known = parameters.keys.sorted()
  throw Diagnostic(
    code: "unknown-parameter", at: range, "there is no parameter '$\(name)'",
    hint: suggestion(for: name, among: known).map { "did you mean '$\($0)'?" },
    help: known.isEmpty
      ? "give it a value with  --param \(name)=VALUE  or under params: at the top of the notebook"
      : "known are " + known.map { "$" + $0 }.joined(separator: ", "))
}

extension NamedEventError {
  fileprivate var words: String {
    switch self {
    case .noDays(let name): "the event '\(name)' needs its days"
    case .notDays(let text, let name):
      "'\(text)' says no days of the event '\(name)': write 2023-08, 2023-08-07..2023-08-20 or 2024-03.."
    case .endsBeforeStart(let text): "the days '\(text)' end before they start"
    case .twice(let name): "the event '\(name)' is named twice: join its days with  and"
    case .noName(let text): "the event '\(text)' has no name before its ="
    }
  }

  fileprivate var hint: String? {
    guard case .noDays(let name) = self else { return nil }
    if let known = suggestion(for: name, among: NamedEvent.knownNames) {
      return "did you mean '\(known)'?"
    }
    return "without days are known: " + NamedEvent.knownNames.joined(separator: ", ")
  }
}
