/// All that the parser knows of a verb.
package struct VerbSyntax: Hashable, Sendable {
  /// Lower case.
  package var name: String
  /// Other words that mean the same verb.
  package var aliases: [String]
  package var argument: ArgumentShape
  package var requiresArgument: Bool
  /// In the order in which the synopsis shows them; any order is accepted.
  package var clauses: [ClauseKind]
  /// Options that may also stand without `with` and `=`: `sheet "Soci"`, `columns id, end`.
  package var optionWords: [String]
  /// `churn by year`: printed as help after an error.
  package var example: String
  /// What the verb does, in one lower-case clause: `keeps the rows that match`.
  package var summary: String

  package init(
    _ name: String, aliases: [String] = [], argument: ArgumentShape = .nothing,
    requiresArgument: Bool = false, clauses: [ClauseKind] = [],
    optionWords: [String] = [], example: String, summary: String
  ) {
    self.name = name
    self.aliases = aliases
    self.argument = argument
    self.requiresArgument = requiresArgument
    self.clauses = clauses
    self.optionWords = optionWords
    self.example = example
    self.summary = summary
  }
}

/// The shape of what stands right after a verb.
package enum ArgumentShape: String, Hashable, Sendable {
  case nothing
  /// `plan == "annual" and fee > 40`
  case condition
  /// `name, fee`
  case names
  /// `net = fee - discount, ...`, also `decimal ","` with the `=` left out.
  case assignments
  /// After the `by` clause: `: n = count(), takings = sum(fee)`.
  case aggregates
  /// `fee desc, name`
  case sortKeys
  /// `10`
  case count
  /// `6 months`
  case duration
  /// `gym.csv`, `"my file.csv"`, `sales/*.csv`
  case path
  /// `bar`
  case word
  /// `10` or `all`
  case countOrWord
  /// The rest of the statement as it was typed, `|` and all. Such a verb stands first.
  case line
}

/// The verbs that a line may use.
package struct Grammar: Sendable {
  package let verbs: [VerbSyntax]
  private let byWord: [String: Int]

  package init(_ verbs: [VerbSyntax]) {
    self.verbs = verbs
    var byWord: [String: Int] = [:]
    for (index, verb) in verbs.enumerated() {
      for word in [verb.name] + verb.aliases { byWord[word] = index }
    }
    self.byWord = byWord
  }

  /// The verb of this name or alias, in any case.
  package func verb(_ word: String) -> VerbSyntax? {
    byWord[word.lowercased()].map { verbs[$0] }
  }
}
