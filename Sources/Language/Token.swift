import Calendars

/// The smallest piece of a line that has a meaning.
struct Token: Hashable {
  enum Kind: Hashable {
    /// The stage ends here.
    case end
    case name(String)
    /// Between backticks.
    case quotedName(String)
    case text(String)
    case integer(Int64)
    case decimal(Double)
    case percent(Double)
    case date(PartialDate)
    case period(PartialDate, PartialDate)
    /// A number that touches its unit: `6mo`.
    case duration(CalendarDuration)
    case parameter(String)
    case symbol(Symbol)
  }

  enum Symbol: String, Hashable {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case comma = ","
    case colon = ":"
    case assign = "="
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case dividedBy = "/"
    case tilde = "~"
    case and = "&&"
    case or = "||"
    case not = "!"
  }

  var kind: Kind
  var range: SourceRange

  /// The bare word in lower case, or empty where it is none.
  var word: String {
    if case .name(let text) = kind { text.lowercased() } else { "" }
  }

  func isSymbol(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }
}
