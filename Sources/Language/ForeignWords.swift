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

  /// Nil where the grammar has no such verb to offer.
  func diagnostic(at range: SourceRange, _ grammar: Grammar) -> Diagnostic? {
    let first = own.prefix { $0 != " " }
    guard let verb = grammar.verb(String(first)) else { return nil }
    return Diagnostic(
      .foreignWord, at: range, "'\(typed)' is called '\(own)' here",
      hint: own == verb.name ? "write \(verb.example)" : "write \(own)",
      help: verb.help)
  }

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
