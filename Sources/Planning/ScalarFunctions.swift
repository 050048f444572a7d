package import Columns

extension ScalarFunction {
  /// How it is called.
  package var synopsis: String {
    switch self {
    case .day, .week, .month, .quarter, .year, .weekday: "\(rawValue)(date)"
    case .days, .months: "\(rawValue)(from, to)"
    case .choose: "if(condition, value, other value)"
    case .coalesce: "coalesce(value, value, ...)"
    case .lower, .upper, .trim, .length: "\(rawValue)(text)"
    case .replace: "replace(text, \"old\", \"new\")"
    case .round: "round(number) or round(number, digits)"
    case .abs, .log, .exp, .sqrt: "\(rawValue)(number)"
    case .mod: "mod(number, divisor)"
    case .bucket: "bucket(number, width)"
    case .bins: "bins(number, n)"
    }
  }

  /// What it gives, in a clause.
  package var summary: String {
    switch self {
    case .day: "the day, without the time of day"
    case .week: "the ISO week, such as 2024-W09; weeks begin on Monday"
    case .month: "the month, such as 2024-03"
    case .quarter: "the quarter, such as 2024-Q1"
    case .year: "the year, a number"
    case .weekday: "1 for Monday to 7 for Sunday"
    case .days: "whole days from one date to another"
    case .months: "whole months from one date to another"
    case .choose: "the value where the condition holds, else the other"
    case .coalesce: "the first of the values that is not missing"
    case .lower: "in small letters"
    case .upper: "in capitals"
    case .trim: "without blanks around it"
    case .length: "how many characters"
    case .replace: "with every occurrence replaced"
    case .round: "rounded, halves away from zero"
    case .abs: "the distance from zero"
    case .log: "the natural logarithm; missing unless the number is positive"
    case .exp: "e to the power of the number"
    case .sqrt: "the square root; missing for negative numbers"
    case .mod: "the remainder, of the divisor's sign"
    case .bucket: "the lower end of the stretch of that width in which the number lies"
    case .bins: "bucket with a round width that makes at most n of them, n from 2 to 1000"
    }
  }

  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .days, .months, .mod, .bucket, .bins: 2...2
    case .choose, .replace: 3...3
    case .coalesce: 1...20
    case .round: 1...2
    default: 1...1
    }
  }

  /// The type of its result where its first argument has this type.
  package func resultType(_ argument: ValueType) -> ValueType {
    switch self {
    case .week, .month, .quarter, .lower, .upper, .trim, .replace: .text
    case .year, .weekday, .days, .months, .length: .integer
    case .log, .exp, .sqrt: .decimal
    case .day: .date
    case .choose, .coalesce, .abs, .round, .mod, .bucket, .bins: argument
    }
  }
}
