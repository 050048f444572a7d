/// A word of SQL, R or another tool for something that is called otherwise here.
struct ForeignWord {
  private let typed: String
  private let own: String

  /// Nil where the word is not known.
  init?(_ word: String) {
    guard let own = ForeignWord.own[word.lowercased()] else { return nil }
    typed = word
    self.own = own
  }

  /// Nil where the grammar has no such verb to offer; `instead` is the whole stage to write.
  func diagnostic(
    at range: SourceRange, _ grammar: Grammar, instead: String? = nil
  ) -> Diagnostic? {
    let first = own.prefix { $0 != " " }
    guard let verb = grammar.verb(String(first)) else { return nil }
    let example = verb.example.hasPrefix(own) ? verb.example : own
    return Diagnostic(
      .foreignWord, at: range, "'\(typed)' is called '\(own)' here",
      hint: "write \(instead ?? example)", help: verb.help)
  }

  /// The own word with what was typed after the foreign one, where that can be read.
  func stage(goingOn rest: String, _ grammar: Grammar) -> String? {
    guard !ForeignWord.otherwiseBuilt.contains(typed.lowercased()) else { return nil }
    // R and Python write a verb as a call.
    let isCall = rest.hasPrefix("(") && rest.hasSuffix(")")
    let content = isCall ? String(rest.dropFirst().dropLast()) : rest
    guard !isCall || !content.contains("(") else { return nil }
    let stage = "\(own) \(content)"
    return parse(stage, grammar: grammar).diagnostics.isEmpty ? stage : nil
  }

  /// Words whose arguments are not those of the own word.
  private static let otherwiseBuilt: Set<String> = [
    "summarise", "summarize", "aggregate", "agg", "query", "merge", "left_join", "inner_join",
  ]

  private static let own: [String: String] = [
    "group_by": "group by", "groupby": "group by", "summarise": "group by",
    "summarize": "group by", "aggregate": "group by", "agg": "group by", "tally": "count",
    "having": "filter", "subset": "filter", "query": "filter", "keep": "filter",
    "mutate": "derive", "transmute": "derive", "assign": "derive", "compute": "derive",
    "add_column": "derive", "extend": "derive",
    "head": "take", "limit": "take", "slice": "take", "first": "take", "top_n": "take",
    "arrange": "sort", "order": "sort", "orderby": "sort", "order_by": "sort",
    "sort_values": "sort",
    "from": "use", "import": "load", "read": "load", "read_csv": "load", "read_table": "load",
    "source": "load", "attach": "load",
    "project": "select", "pick": "select",
    "print": "show", "display": "show", "view": "show", "list": "show",
    "ggplot": "plot", "graph": "plot", "chart": "plot", "draw": "plot", "barplot": "plot",
    "predict": "forecast", "project_forward": "forecast",
    "attrition": "churn", "turnover": "churn",
    "formula": "how", "let": "set", "option": "set", "options": "set",
    "merge": "join", "left_join": "join", "inner_join": "join",
    "summary": "describe", "str": "describe", "glimpse": "describe", "distinct": "values",
    "unique": "values",
  ]
}
