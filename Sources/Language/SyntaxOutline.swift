/// The syntax tree of a statement, a node a line, indented by two blanks a level.
package func outline(_ statement: Statement) -> [String] {
  switch statement {
  case .command(let command):
    return ["command \(command.name.text)"]
      + (command.argument.isEmpty ? [] : ["  text \(command.argument)"])
  case .pipeline(let pipeline, let name):
    let lines = source(pipeline.source) + pipeline.stages.flatMap(outline)
    return name.map { ["keep as \(format($0))"] + nested(lines) } ?? lines
  }
}

private func source(_ source: Pipeline.Source) -> [String] {
  switch source {
  case .current: []
  case .previous: ["previous result"]
  case .named(let name): ["table \(format(name))"]
  }
}

private func outline(_ stage: Stage) -> [String] {
  [stage.verbName] + nested((stage.argument.map(outline) ?? []) + stage.clauses.flatMap(outline))
}

private func nested(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

private func outline(_ argument: Argument) -> [String] {
  switch argument {
  case .condition(let condition): outline(condition)
  case .names(let names): names.map { "name \(format($0))" }
  case .assignments(let assignments), .aggregates(let assignments): assignments.flatMap(outline)
  case .sortKeys(let keys):
    keys.flatMap { [$0.isDescending ? "descending" : "ascending"] + nested(outline($0.value)) }
  case .count(let count, _): ["number \(count)"]
  case .duration(let duration, _): ["duration \(duration)"]
  case .path(let path, _): ["path \(path)"]
  case .sample(let name): ["sample \(name.text)"]
  case .word(let word): ["word \(word.text)"]
  case .line(let line, _): ["line \(line)"]
  }
}

private func outline(_ clause: Clause) -> [String] {
  let content: [String] =
    switch clause {
    case .by(let assignments, _), .on(let assignments, _), .with(let assignments, _):
      assignments.flatMap(outline)
    case .per(let word, _), .using(let word, _): ["word \(word.text)"]
    case .of(let expression, _), .inPeriod(let expression, _), .versus(let expression, _),
      .asOf(let expression, _):
      outline(expression)
    case .at(let durations, _): durations.map { "duration \($0)" }
    case .top(let count, _): ["number \(count)"]
    case .next(let duration, _): ["duration \(duration)"]
    }
  return [clause.kind.rawValue] + nested(content)
}

private func outline(_ assignment: Assignment) -> [String] {
  guard let name = assignment.name else { return outline(assignment.value) }
  return ["\(format(name)) ="] + nested(outline(assignment.value))
}

private func outline(_ expression: Expression) -> [String] {
  switch expression {
  case .literal(let literal, _): return ["\(literal.kindInWords) \(format(literal))"]
  case .name(let name): return ["name \(format(name))"]
  case .parameter(let name, _): return ["parameter $\(name)"]
  case .unary(let sign, let operand, _): return [sign.rawValue] + nested(outline(operand))
  case .binary(let sign, let left, let right, _):
    return [sign.rawValue] + nested(outline(left) + outline(right))
  case .among(let operand, let values, let isNegated, _):
    return [isNegated ? "not in" : "in"] + nested(outline(operand) + values.flatMap(outline))
  case .between(let operand, let low, let high, let isNegated, _):
    return [isNegated ? "not between" : "between"]
      + nested(outline(operand) + outline(low) + outline(high))
  case .isMissing(let operand, let isNegated, _):
    return [isNegated ? "is not missing" : "is missing"] + nested(outline(operand))
  case .call(let name, let arguments, _):
    return ["call \(name.text)"] + nested(arguments.flatMap(outline))
  }
}

extension Literal {
  fileprivate var kindInWords: String {
    switch self {
    case .integer, .decimal: "number"
    case .percent: "percent"
    case .text: "text"
    case .date: "date"
    case .period: "period"
    case .duration: "duration"
    case .boolean: "truth"
    case .missing: "value"
    }
  }
}
