import Language
import Planning

extension Evaluation {
  /// The tokens, the syntax tree and the plan of a line, or what is wrong with it. Nothing is
  /// executed.
  func explanation(of line: String) -> String {
    var text = section("tokens", tokens(of: line))
    let parsed = parse(line, grammar: session.grammar)
    var problems = parsed.diagnostics
    if let statement = parsed.statement {
      text += section("tree", outline(statement))
      if case .pipeline(let pipeline, _) = statement {
        do throws(EvaluationFailure) {
          text += section("plan", try planLines(pipeline, line))
        } catch {
          if case .wrong(let diagnostic) = error { problems.append(diagnostic) }
        }
      }
    }
    let source = SourceText(line)
    return text + problems.map { render($0, in: source) + "\n" }.joined()
  }

  private func section(_ heading: String, _ lines: [String]) -> String {
    heading + "\n" + lines.map { "  \($0)\n" }.joined()
  }

  private func tokens(of line: String) -> [String] {
    let tokens = listedTokens(line, grammar: session.grammar)
    let width = tokens.map(\.kind.count).max() ?? 0
    return tokens.map { token in
      token.kind + String(repeating: " ", count: width - token.kind.count) + "  " + token.text
    }
  }

  private func planLines(
    _ pipeline: Pipeline, _ line: String
  ) throws(EvaluationFailure) -> [String] {
    let planned = try planned(pipeline, text: line)
    if let request = planned.load {
      return ["load \(request.path), then plan the rest on its rows"]
    }
    if planned.session != nil { return ["none: the line is about the session"] }
    var lines: [String] = planned.presentation.map(\.outline).reversed()
    lines += (planned.plan?.outline ?? []).map {
      String(repeating: "  ", count: planned.presentation.count) + $0
    }
    if !planned.rest.isEmpty {
      lines.insert("the rest is planned when the columns of the pivot are known", at: 0)
    }
    return lines
  }
}

extension PresentationStep {
  fileprivate var outline: String {
    switch self {
    case .plot(let kind, _): kind.map { "plot \($0)" } ?? "plot"
    case .how: "how"
    case .show(let limit): limit.map { "show \($0)" } ?? "show all"
    }
  }
}
