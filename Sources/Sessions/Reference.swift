import Columns
import Language
package import Planning
import Vocabulary

/// The reference manual as Markdown, printed from the declarations that the parser, the planner and
/// the help read: it cannot say anything else than they do.
package struct Reference: Sendable {
  private let lexicon: Lexicon

  package init(_ lexicon: Lexicon = .standard) {
    self.lexicon = lexicon
  }

  package var markdown: String {
    var parts = [
      """
      # The Ritorno language

      Printed by `ritorno docs` from the declarations in the program; do not edit.
      Examples run on `datasets/canadian_senators.csv` where no other dataset is loaded above them.

      ## Verbs

      """
    ]
    parts.append(
      table(["verb", "what it does"], lexicon.verbs.map { [link($0), $0.syntax.summary] }))
    parts += lexicon.verbs.map(section)
    parts.append(
      "## Functions\n\nOf the values of a row.\n\n"
        + table(
          ["function", "gives"],
          ScalarFunction.allCases.map { [code($0.synopsis), $0.summary] }))
    parts.append(
      "## Aggregates\n\nAfter the keys of `group by`. Missing values are skipped; of no value at "
        + "all `sum` and `count` are 0, the rest missing.\n\n"
        + table(
          ["aggregate", "gives"],
          AggregateFunction.allCases.map { [code($0.synopsis), $0.summary] }))
    parts.append(
      "## Roles\n\n`roles ROLE = COLUMN`; a role stands for its column in expressions: "
        + Role.allCases.map { code($0.rawValue) }.joined(separator: ", ") + ".\n")
    parts.append(
      "## Settings\n\n`set NAME = VALUE`\n\n"
        + table(["setting", "takes", "meaning"], options(Settings.declarations)))
    parts.append(
      "## Words of the shell\n\n"
        + table(
          ["command", "what it does"],
          SessionCommand.allCases.map { [code($0.synopsis), $0.summary] }))
    parts.append("## Topics of help\n\n" + topics)
    return parts.joined(separator: "\n")
  }

  private func link(_ verb: any Verb) -> String {
    "[\(verb.syntax.name)](#\(verb.syntax.name))"
  }

  private func section(_ verb: any Verb) -> String {
    let (syntax, page) = (verb.syntax, verb.page)
    var text = "### \(syntax.name)\n\n"
    text += page.question.map { "*\($0)*\n\n" } ?? ""
    text += block([page.synopsis]) + "\n\(page.lesson)\n"
    if !syntax.aliases.isEmpty {
      text += "\nAlso: \(syntax.aliases.map(code).joined(separator: ", ")).\n"
    }
    if !syntax.clauses.isEmpty {
      let clauses = syntax.clauses.map { code($0.rawValue) }.joined(separator: ", ")
      text += "\nClauses: \(clauses).\n"
    }
    if !page.methods.isEmpty {
      text += "\n" + table(["using", "chooses"], page.methods.map { [code($0.word), $0.summary] })
    }
    text += formulas(page.measures) + definitions(page.definitions)
    // The settings have a section of their own.
    if !page.options.isEmpty, syntax.name != "set" {
      text += "\n" + table(["with", "takes", "meaning"], options(page.options))
    }
    return text + "\n" + examples(page)
  }

  private func examples(_ page: VerbPage) -> String {
    var lines: [String] = []
    for dataset in VerbPage.Dataset.allCases {
      let examples = page.examples.filter { $0.dataset == dataset }
      guard !examples.isEmpty else { continue }
      if dataset != .senators { lines.append(dataset.load) }
      lines += examples.flatMap { ["# \($0.shows)", $0.line] }
    }
    return block(lines)
  }

  private func definitions(_ definitions: [Definition]) -> String {
    guard !definitions.isEmpty else { return "" }
    let rows = definitions.map { [code($0.name), $0.title, $0.formula, $0.source] }
    var text = "\n" + table(["figure", "is", "formula", "source"], rows)
    for definition in definitions where !definition.pitfalls.isEmpty {
      text +=
        "\n`\(definition.name)`:" + definition.pitfalls.map { " Mind: \($0)." }.joined() + "\n"
    }
    return text
  }

  private func formulas(_ measures: [Measure]) -> String {
    guard !measures.isEmpty else { return "" }
    let rows = measures.map { [code($0.name), code($0.formula.words), $0.source] }
    var text = "\n" + table(["formula", "is", "source"], rows)
    for measure in measures {
      text += "\n`\(measure.name)`, \(measure.title): \(measure.lesson)"
      text += measure.pitfalls.map { " Mind: \($0)." }.joined() + "\n"
    }
    return text
  }

  private func options(_ declarations: [OptionDeclaration]) -> [[String]] {
    declarations.map { [code($0.name), $0.kind.expected, $0.summary] }
  }

  /// Functions and words of the shell have tables above.
  private var topics: String {
    HelpPages.topics.filter { !["functions", "shell"].contains($0.word) }
      .map { "### help \($0.word)\n\n" + block([trimmedEnd($0.text)]) }
      .joined(separator: "\n")
  }
}

private func code(_ text: String) -> String { "`\(text)`" }

private func block(_ lines: [String]) -> String {
  "```\n" + lines.map { $0 + "\n" }.joined() + "```\n"
}

private func trimmedEnd(_ text: String) -> String {
  var text = text
  while text.last?.isNewline == true { text.removeLast() }
  return text
}

private func table(_ heads: [String], _ rows: [[String]]) -> String {
  func line(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
  }
  return line(heads) + line(heads.map { _ in "---" }) + rows.map(line).joined()
}
