import Columns
import Language
package import Planning
import Texts
import Vocabulary

/// The pages of help, printed from the declarations of verbs, measures, settings and functions.
package struct HelpPages: Sendable {
  private let lexicon: Lexicon

  package init(_ lexicon: Lexicon = .standard) {
    self.lexicon = lexicon
  }

  /// The words that have a page.
  package var words: [String] {
    lexicon.verbs.map(\.syntax.name) + HelpPages.topics.map(\.word)
  }

  /// The page of a word; nil where there is none.
  package func page(_ word: String) -> String? {
    let topic = HelpPages.topics.first { $0.word == word.lowercased() }?.text
    if let syntax = lexicon.grammar.verb(word), let verb = lexicon.verb(named: syntax.name) {
      // "dates" is a verb and a matter of its own.
      return page(verb) + (topic.map { "\n" + $0 } ?? "")
    }
    return topic
  }

  /// What `help` prints: every verb in a line.
  package var overview: String {
    var text = "Ritorno answers why clients do not come back. Start with a file:\n\n"
    text += "  load FILE.csv\n  churn by month\n  churn by month | plot\n  group by reason\n\n"
    text += "No file at hand? load sample gym\n\n"
    text += "Verbs, joined by | into a line:\n\n"
    let width = lexicon.verbs.map { $0.syntax.name.count }.max() ?? 0
    for verb in lexicon.verbs {
      text += "  " + column(verb.syntax.name, width) + "  " + verb.syntax.summary + "\n"
    }
    text += "\nMore: help WORD, for a verb or one of "
    text += HelpPages.topics.map(\.word).joined(separator: ", ") + "\n"
    return text
  }

  private func page(_ verb: any Verb) -> String {
    let page = verb.page
    var text = "\(verb.syntax.name): \(verb.syntax.summary)\n"
    if let question = page.question { text += "\(question)\n" }
    text += "\n  \(page.synopsis)\n\n" + paragraph(page.lesson)
    text += choices("Methods, after using", page.methods.map { ($0.word, $0.summary) })
    text += choices(
      verb.syntax.name == "set" ? "Settings" : "Options, after with",
      page.options.map { ($0.name, $0.summary) })
    return text + formulas(page) + examples(page)
  }

  private func formulas(_ page: VerbPage) -> String {
    guard !page.measures.isEmpty || !page.definitions.isEmpty else { return "" }
    var text = "\nFormulas\n"
    for measure in page.measures {
      text += "  \(measure.name) = \(measure.formula.words)\n"
      text += "      \(measure.source)\n"
    }
    for definition in page.definitions {
      text += "  \(definition.name): \(definition.title)\n"
      text += "      \(definition.formula)\n      \(definition.source)\n"
    }
    return text
  }

  private func examples(_ page: VerbPage) -> String {
    var text = ""
    for dataset in VerbPage.Dataset.allCases {
      let examples = page.examples.filter { $0.dataset == dataset }
      guard !examples.isEmpty else { continue }
      text += "\nExamples, after  \(dataset.load)\n"
      for example in examples { text += "  \(example.line)\n      \(example.shows)\n" }
    }
    return text
  }

  private func choices(_ heading: String, _ pairs: [(String, String)]) -> String {
    guard !pairs.isEmpty else { return "" }
    let width = pairs.map(\.0.count).max() ?? 0
    return "\n\(heading)\n"
      + pairs.map { "  " + column($0.0, width) + "  " + $0.1 + "\n" }.joined()
  }
}

extension HelpPages {
  struct Topic: Sendable {
    var word: String
    var text: String
  }

  static let topics: [Topic] = [
    Topic(
      word: "missing",
      text: """
        missing: a cell without a value

          reason is missing        the rows without a reason
          reason is not missing    the rows with one

        A comparison with a missing value is false, and != with one is true. So
        reason != "price" keeps the rows without a reason, and not (fee < 40) keeps the
        rows without a fee, where fee >= 40 does not. Averages skip missing values.
        Groups show them as (missing).

        """),
    Topic(
      word: "dates",
      text: """
        dates: written year first, without quotes

          2024-03-15   2024-03   2024-Q1   2024-W09   2024   2023-07..2024-06

        A date that is not whole is a stretch of days: start == 2024-03 is all of March,
        start >= 2024-03 begins with its first day. Durations: 90 days, 6 months, 1y 6mo.
        2024-01-31 + 1 month is 2024-02-29. Weeks begin on Monday.

        """),
    Topic(
      word: "functions",
      text: "functions: values computed from a row, and figures about many rows\n\n"
        + listing(ScalarFunction.allCases.map { ($0.synopsis, $0.summary) })
        + "\nAfter the keys of group by; missing values are skipped:\n\n"
        + listing(AggregateFunction.allCases.map { ($0.synopsis, $0.summary) })),
    Topic(
      word: "shell",
      text: "shell: lines that begin with a dot are about the session\n\n"
        + SessionCommand.allCases.map { hanging($0.synopsis, $0.summary) }.joined()
        + "\nkeys: Tab completes, Right takes the dim hint, Ctrl-R searches what was typed\n"
        + "before, Alt-Enter begins a row, Ctrl-_ takes a change back, Ctrl-X Ctrl-E goes\n"
        + "on in $EDITOR, Ctrl-C stops a command or drops the line, Ctrl-D on an empty line\n"
        + "ends the session. bind -v in ~/.editrc brings the keys of vi.\n"),
  ]
}

/// A word and what it does, in lines of at most 78 columns.
private func hanging(_ word: String, _ meaning: String) -> String {
  let lines = wrapped(meaning, toWidth: 56)
  return lines.enumerated().map { index, line in
    "  " + column(index == 0 ? word : "", 18) + "  \(line)\n"
  }.joined()
}

/// A text filled with blanks up to a width.
private func column(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// Each word on a line, what it means below it.
private func listing(_ entries: [(String, String)]) -> String {
  entries.map { "  \($0.0)\n      \($0.1)\n" }.joined()
}

/// Words broken into lines of at most 78 columns.
private func paragraph(_ text: String) -> String {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + word.count >= 78 {
      lines.append(line)
      line = ""
    }
    line += line.isEmpty ? String(word) : " " + word
  }
  return (lines + [line]).map { $0 + "\n" }.joined()
}
