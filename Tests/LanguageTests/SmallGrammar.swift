import Language

let smallGrammar = Grammar([
  VerbSyntax(
    "load", argument: .path, requiresArgument: true, clauses: [.with], example: "load gym.csv",
    summary: "reads a file"),
  VerbSyntax(
    "filter", aliases: ["where"], argument: .condition, requiresArgument: true,
    example: #"filter plan == "annual""#, summary: "keeps the rows that match"),
  VerbSyntax(
    "select", argument: .names, requiresArgument: true, example: "select name, fee",
    summary: "keeps these columns"),
  VerbSyntax(
    "derive", argument: .assignments, requiresArgument: true,
    example: "derive net = fee - discount", summary: "adds computed columns"),
  VerbSyntax(
    "group", argument: .aggregates, clauses: [.by, .inPeriod, .top], example: "group by reason",
    summary: "counts the rows of each group"),
  VerbSyntax(
    "sort", argument: .sortKeys, requiresArgument: true, clauses: [.top],
    example: "sort fee desc", summary: "orders the rows"),
  VerbSyntax(
    "take", argument: .count, requiresArgument: true, example: "take 10",
    summary: "keeps the first rows"),
  VerbSyntax("count", example: "count", summary: "counts the rows"),
  VerbSyntax(
    "show", argument: .countOrWord, example: "show 20", summary: "prints rows"),
  VerbSyntax(
    "churn", clauses: [.by, .per, .of, .inPeriod, .versus, .asOf, .at, .using, .top, .with],
    example: "churn by month", summary: "counts who left"),
  VerbSyntax(
    "forecast", argument: .duration, clauses: [.of, .using, .next],
    example: "forecast 6 months", summary: "carries a series on"),
  VerbSyntax("how", example: "churn | how", summary: "shows the working"),
  VerbSyntax("plot", argument: .word, clauses: [.of], example: "plot bar", summary: "draws"),
  VerbSyntax(
    "use", argument: .word, requiresArgument: true, example: "use annual",
    summary: "makes a table the current one"),
  VerbSyntax(
    "roles", argument: .assignments, example: "roles end = cancelled_on",
    summary: "says what the columns mean"),
  VerbSyntax(
    "join", argument: .names, requiresArgument: true, clauses: [.on, .with],
    example: "join plans on plan", summary: "joins another table"),
  VerbSyntax(
    "explain", argument: .line, requiresArgument: true, example: "explain churn by month",
    summary: "shows how a line is read"),
  VerbSyntax(
    "set", argument: .assignments, example: #"set decimal = ",""#, summary: "changes a setting"),
])

/// The statement of a line, in canonical form, or its diagnostics as they are printed.
func outcome(_ line: String) -> String {
  let parsed = parse(line, grammar: smallGrammar)
  let source = SourceText(line)
  let messages = parsed.diagnostics.map { render($0, in: source) }
  return (messages + (parsed.statement.map { [format($0)] } ?? [])).joined(separator: "\n")
}

func codes(_ line: String) -> [String] {
  parse(line, grammar: smallGrammar).diagnostics.map(\.code)
}
