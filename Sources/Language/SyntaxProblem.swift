/// Everything that reading a line can complain of; the raw value is the diagnostic's code.
package enum SyntaxProblem: String, CaseIterable, Hashable, Sendable {
  case tooLong = "too-long"
  case tooDeep = "too-deep"
  case tooComplex = "too-complex"
  case tooManyStages = "too-many-stages"

  case controlCharacter = "control-character"
  case unexpectedCharacter = "unexpected-character"
  case unclosedQuote = "unclosed-quote"
  case unclosedBacktick = "unclosed-backtick"
  case unclosedBracket = "unclosed-bracket"
  case curlyQuotes = "curly-quotes"
  case badNumber = "bad-number"
  case numberTooLarge = "number-too-large"
  case decimalComma = "decimal-comma"
  case badDate = "bad-date"
  case dateOrder = "date-order"
  case badPeriod = "bad-period"
  case badDuration = "bad-duration"
  case ambiguousUnit = "ambiguous-unit"

  case unknownVerb = "unknown-verb"
  case unknownTable = "unknown-table"
  case foreignWord = "foreign-word"
  case missingStage = "missing-stage"
  case missingArgument = "missing-argument"
  case missingBy = "missing-by"
  case pathWithBlank = "path-with-blank"
  case unknownClause = "unknown-clause"
  case clauseNotTaken = "clause-not-taken"
  case repeatedClause = "repeated-clause"
  case nameIsVerb = "name-is-verb"
  case nameIsKeyword = "name-is-keyword"
  case nameWithBlanks = "name-with-blanks"

  case unexpectedToken = "unexpected-token"
  case unexpectedEnd = "unexpected-end"
  case chainedComparison = "chained-comparison"
  case singleEquals = "single-equals"
  case textAsColumn = "text-as-column"

  /// A warning lets the statement through.
  package var severity: Diagnostic.Severity {
    switch self {
    case .curlyQuotes, .singleEquals: .warning
    default: .error
    }
  }

  /// Whether an example of the verb helps with it.
  var concernsVerb: Bool {
    switch self {
    case .unexpectedToken, .unexpectedEnd, .missingArgument, .missingBy, .textAsColumn,
      .foreignWord:
      true
    default: false
    }
  }
}

extension Diagnostic {
  init(
    _ problem: SyntaxProblem, at range: SourceRange?, _ message: String, hint: String? = nil,
    help: String? = nil
  ) {
    self.init(
      problem.severity, code: problem.rawValue, at: range, clipped(message),
      hint: hint.map(clipped), help: help)
  }
}

/// What is quoted from a line of a megabyte is not printed whole.
private func clipped(_ text: String) -> String {
  text.utf8.count <= 240 ? text : text.prefix(160) + "\u{2026}"
}
