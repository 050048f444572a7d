import Calendars
import Texts

extension StageParser {
  /// What is wrong with a token that stands where a stage could end, and begins no clause.
  func notAClause(
    _ token: Token, of verb: VerbSyntax, after stage: Stage
  ) throws(Diagnostic) -> Diagnostic {
    if startsLine(token) {
      return unexpected(token, hint: "a line that goes on starts with '|'")
    }
    if let decimal = decimalComma(token) { return decimal }
    if let option = optionWithoutWith(token, of: verb, after: stage) { return option }
    switch token.kind {
    case .name(let word):
      if let near = suggestion(for: word, among: verb.clauses.map(\.keyword)),
        (try? peekSecond().kind) != .end
      {
        return Diagnostic(
          .unknownClause, at: token.range, "unknown clause '\(word)'",
          hint: "did you mean '\(near)'?")
      }
      if grammar.verb(word) == nil, let missing = missingBy(token, of: verb, after: stage) {
        return missing
      }
      if let missing = missingOn(token, of: verb, after: stage) { return missing }
      if let foreign = foreign(word, at: token, afterStage: true) { return foreign }
      return misplaced(word, token, after: stage)
    case .quotedName:
      return missingBy(token, of: verb, after: stage)
        ?? missingOn(token, of: verb, after: stage) ?? unexpected(token)
    case .symbol(.assign):
      return blanksInName(before: token)
        ?? unexpected(token, hint: hintAboutAssign(verb, stage))
    case .symbol(.rightParenthesis): return unexpected(token, hint: "no '(' is open")
    default:
      if verb.argument == .names, let name = nameWithSigns(at: token) { return name }
      return unexpected(token)
    }
  }

  /// `join plans id`
  private func missingOn(
    _ token: Token, of verb: VerbSyntax, after stage: Stage
  ) -> Diagnostic? {
    guard verb.clauses.contains(.on), stage.argument != nil, stage.clauses.isEmpty,
      grammar.verb(text(token.range)) == nil
    else { return nil }
    return unexpected(token, hint: "did you mean 'on \(text(token.range))'?")
  }

  /// A word that follows where something is complete.
  private func misplaced(_ word: String, _ token: Token, after stage: Stage) -> Diagnostic {
    if grammar.verb(word) != nil { return unexpected(token, hint: "did you mean '| \(word)'?") }
    if token.word == "not" {
      return unexpected(token, hint: "write !=, or 'not' before the whole comparison")
    }
    switch Context(after: stage) {
    case .list: return unexpected(token, hint: hintInList(token))
    case .condition:
      return blanksInName(at: token)
        ?? unexpected(token, hint: "join conditions with 'and' or 'or'")
    case .measure: return blanksInName(at: token) ?? unexpected(token)
    case .other: return unexpected(token)
    }
  }

  /// Two words side by side in a list are two of its parts, or one name.
  private func hintInList(_ token: Token) -> String {
    let comma = "put a comma between them"
    let isNextAssignment = (try? peekSecond().isSymbol(.assign)) == true
    guard !isNextAssignment, let name = nameWithBlanks(around: token) else { return comma }
    return "\(comma), or backticks around one name: \(inBackticks(text(name)))"
  }

  private func hintAboutAssign(_ verb: VerbSyntax, _ stage: Stage) -> String? {
    if case .assignments = stage.argument { return "to compare write ==" }
    return verb.clauses.contains(.with) ? "options stand after 'with'" : nil
  }

  /// `churn interval = exact`, `load r.xlsx sheet "Soci"`
  private func optionWithoutWith(
    _ token: Token, of verb: VerbSyntax, after stage: Stage
  ) -> Diagnostic? {
    guard case .name(let word) = token.kind, verb.clauses.contains(.with),
      !stage.clauses.contains(where: { $0.kind == .with }), let second = try? peekSecond()
    else { return nil }
    if case .text = second.kind, verb.argument == .path, !startsLine(second) {
      return unexpected(token, hint: "write with \(word) = \(text(second.range))")
    }
    guard second.isSymbol(.assign) else { return nil }
    return Diagnostic(
      .unexpectedToken, at: token.range, "'\(word)' is an option, and options stand after 'with'",
      hint: "write with \(word) = ...")
  }

  private func missingBy(
    _ token: Token, of verb: VerbSyntax, after stage: Stage
  ) -> Diagnostic? {
    guard verb.clauses.contains(.by), stage.argument == nil, stage.clauses.isEmpty else {
      return nil
    }
    let key = grainMeant(by: token.word)?.rawValue ?? text(token.range)
    return Diagnostic(
      .missingBy, at: token.range, "'by' is missing after '\(stage.verb.text)'",
      hint: "did you mean '\(stage.verb.text) by \(key)'?")
  }
}

/// What was read last before a word that does not fit.
private enum Context {
  case list, condition, measure, other

  init(after stage: Stage) {
    switch (stage.clauses.last?.kind, stage.argument) {
    case (.by?, _), (.with?, _): self = .list
    case (.of?, _): self = .measure
    case (.some, _): self = .other
    case (nil, .names), (nil, .assignments), (nil, .sortKeys): self = .list
    case (nil, .condition): self = .condition
    default: self = .other
    }
  }
}
