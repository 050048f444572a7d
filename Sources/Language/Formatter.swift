import Calendars

/// The canonical text of a statement, on one line: verbs by their own name, keywords in lower
/// case, one blank between words, no needless brackets.
///
/// `parse(format(x))` gives x again up to ranges and the way a verb was typed (`erasingRanges`).
package func format(_ statement: Statement) -> String {
  switch statement {
  case .pipeline(let pipeline, let name):
    (name.map { format($0) + " = " } ?? "") + format(pipeline)
  case .command(let command):
    "." + command.name.text + (command.argument.isEmpty ? "" : " " + command.argument)
  }
}

/// The canonical text of a pipeline.
package func format(_ pipeline: Pipeline) -> String {
  let stages = pipeline.stages.map(format).joined(separator: " | ")
  switch pipeline.source {
  case .current: return stages
  case .previous: return "| " + stages
  case .named(let name): return format(name) + (stages.isEmpty ? "" : " | " + stages)
  }
}

/// The canonical text of a stage, without the `|` before it.
package func format(_ stage: Stage) -> String {
  var words = [stage.verbName]
  guard case .aggregates(let assignments)? = stage.argument else {
    words += (stage.argument.map { [format($0)] } ?? []) + stage.clauses.map(format)
    return words.joined(separator: " ")
  }
  for clause in stage.clauses {
    words.append(format(clause))
    if clause.kind == .by { words[words.count - 1] += ": " + format(assignments, allowsIn: false) }
  }
  return words.joined(separator: " ")
}

/// The canonical text of an expression.
package func format(_ expression: Expression) -> String {
  format(expression, allowsIn: true)
}

private func format(_ argument: Argument) -> String {
  switch argument {
  case .condition(let condition): format(condition)
  case .names(let names): names.map { format($0) }.joined(separator: ", ")
  case .assignments(let assignments): format(assignments, allowsIn: true)
  case .aggregates(let assignments): ": " + format(assignments, allowsIn: false)
  case .sortKeys(let keys): keys.map(format).joined(separator: ", ")
  case .count(let count, _): String(count)
  case .duration(let duration, _): duration.description
  case .path(let path, _): isBarePath(path) ? path : quotedText(path)
  case .sample(let name): "\(sampleWord) \(name.text)"
  case .word(let word): format(word: word)
  case .line(let line, _): line
  }
}

private func format(_ clause: Clause) -> String {
  let keyword = clause.kind.rawValue + " "
  return switch clause {
  case .by(let assignments, _), .on(let assignments, _):
    keyword + format(assignments, allowsIn: false)
  case .with(let options, _):
    keyword
      + options.map { option in
        (option.name.map { format(word: $0) + " = " } ?? "") + format(option.value, allowsIn: false)
      }
      .joined(separator: ", ")
  case .per(let word, _), .using(let word, _): keyword + format(word: word)
  case .of(let expression, _), .inPeriod(let expression, _), .versus(let expression, _),
    .asOf(let expression, _):
    keyword + format(expression, allowsIn: false)
  case .at(let durations, _): keyword + durations.map(\.description).joined(separator: ", ")
  case .top(let count, _): keyword + String(count)
  case .next(let duration, _): keyword + duration.description
  }
}

private func format(_ assignments: [Assignment], allowsIn: Bool) -> String {
  assignments.map { assignment in
    (assignment.name.map { format($0) + " = " } ?? "")
      + format(assignment.value, allowsIn: allowsIn)
  }
  .joined(separator: ", ")
}

private func format(_ key: SortKey) -> String {
  format(key.value, allowsIn: false) + (key.isDescending ? " desc" : "")
}

/// A word that is no column may be a keyword too: `using next`.
private func format(word: Identifier) -> String {
  let isPlain =
    word.text.unicodeScalars.first?.startsName == true
    && word.text.unicodeScalars.allSatisfy(\.continuesName)
  return word.isQuoted || !isPlain ? inBackticks(word.text) : word.text
}

private func isBarePath(_ path: String) -> Bool {
  let isPlain = path.unicodeScalars.allSatisfy { scalar in
    scalar.continuesName || "./-*~+@%=:,[]{}^&;?!$#".unicodeScalars.contains(scalar)
  }
  return isPlain && !path.isEmpty && path.first != "#" && path.last != ";"
    && ClauseKind(keyword: path) == nil && path.lowercased() != sampleWord
}
