import Columns
import Language

extension ExpressionChecker {
  /// What is wrong with a word before brackets that is no function of one row.
  func unknownFunction(_ name: Identifier) -> Diagnostic {
    let word = name.text.lowercased()
    if let aggregate = AggregateFunction(word: word) {
      return Diagnostic(
        code: "aggregate-here", at: name.range,
        "\(aggregate.rawValue)() is about many rows and cannot stand here",
        help: "it goes after the keys of a group:  group by reason: n = count()")
    }
    if let own = foreignFunctions[word] {
      return Diagnostic(
        code: "foreign-function", at: name.range, "'\(name.text)' is called '\(own.rawValue)' here",
        help: "write  \(own.synopsis)")
    }
    if word == "now" || word == "today" {
      return Diagnostic(
        code: "no-now", at: name.range, "there is no \(word)(): figures would change by the day",
        help: "write the date, or end observation with  as of 2024-12-31")
    }
    let names = ScalarFunction.allCases.map(\.rawValue)
    return Diagnostic(
      code: "unknown-function", at: name.range, "there is no function '\(name.text)'",
      hint: suggestion(for: word, among: names).map { "did you mean '\($0)'?" },
      help: "functions are " + names.joined(separator: ", "))
  }
}

/// Functions of SQL, R, pandas and spreadsheets by what they are called here.
private let foreignFunctions: [String: ScalarFunction] = [
  "ln": .log, "modulo": .mod, "remainder": .mod,
  "len": .length, "nchar": .length, "strlen": .length, "char_length": .length,
  "tolower": .lower, "lcase": .lower, "toupper": .upper, "ucase": .upper,
  "strip": .trim, "trimws": .trim, "substitute": .replace, "gsub": .replace,
  "str_replace": .replace, "ifelse": .choose, "if_else": .choose, "iif": .choose,
  "case": .choose, "case_when": .choose, "ifnull": .coalesce, "nvl": .coalesce,
  "isnull": .coalesce, "datediff": .days, "date_diff": .days, "difftime": .days,
  "dayofweek": .weekday, "wday": .weekday, "bin": .bucket, "cut": .bins,
]
