import Columns
import Language
import Texts

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
    if let operation = operatorsAsFunctions[word] {
      return Diagnostic(
        code: "foreign-function", at: name.range, "'\(name.text)' is an operator here",
        help: "write  \(operation)")
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
      help: "all of them:  help functions")
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
  "datediff": .days, "date_diff": .days, "difftime": .days,
  "dayofweek": .weekday, "wday": .weekday, "bin": .bucket, "cut": .bins,
]

/// What is a function elsewhere and stands between its operands here.
private let operatorsAsFunctions: [String: String] = [
  "contains": "reason contains \"price\"", "str_detect": "reason contains \"price\"",
  "startswith": "name starts with \"A\"", "starts_with": "name starts with \"A\"",
  "endswith": "name ends with \"z\"", "ends_with": "name ends with \"z\"",
  "matches": "name matches \"^A\"", "regexp_matches": "name matches \"^A\"",
  "isnull": "reason is missing", "is_null": "reason is missing", "isna": "reason is missing",
  "is_na": "reason is missing", "is_missing": "reason is missing",
  "between": "fee between 10 and 20",
  "not": "not (fee > 40)",
]

extension ExpressionChecker {
  /// What is wrong with a word before brackets that is no figure about a group.
  func unknownAggregate(_ name: Identifier) -> Diagnostic {
    let names = AggregateFunction.allCases.map(\.rawValue)
    let near = foreignAggregates[name.text.lowercased()] ?? suggestion(for: name.text, among: names)
    return Diagnostic(
      code: "not-an-aggregate", at: name.range,
      "'\(name.text)' is no figure about a group", hint: near.map { "did you mean '\($0)'?" },
      help: "figures are " + names.joined(separator: ", "))
  }
}

private let foreignAggregates: [String: String] = [
  "n": "count", "len": "count", "size": "count", "n_distinct": "distinct", "nunique": "distinct",
  "count_distinct": "distinct", "total": "sum", "percentile": "quantile", "var": "sd",
  "stdev": "sd", "stddev_samp": "sd", "maximum": "max", "minimum": "min",
]
