package import Calendars
package import Columns

/// Who was here, came and went: one row for each group and period.
///
/// The input has the roles `start` and maybe `end`, `lost`, `customer`. Rows of one customer are
/// united: a gap of up to `gap` days between two stays does not count as leaving.
/// Columns of the result: the keys, `period` (text), then one column a `Quantity`, in the order of
/// `Quantity.allCases`, and `finished` (boolean).
/// Source: definitions of S, E, N, X0, X1 and C(d) as in the help of `churn`.
package struct CalendarCounts: Hashable, Sendable {
  /// Keys that are categories; a period is given by `grain`.
  package var keys: [GroupKey]
  /// Nil: the whole of `period` as one.
  package var grain: Grain?
  /// Nil: with a grain all periods from the first start on, without one the last 12 complete months.
  package var period: Period?
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// Days between two stays of a customer that do not count as having left.
  package var gap: Int
  /// The length of a contract, after which a renewal falls due; nil where the formula needs none.
  package var term: CalendarDuration?
  /// The day on which a leaving counts.
  package var exit: ExitDay

  package init(
    keys: [GroupKey], grain: Grain?, period: Period?, asOf: CivilDate?, gap: Int = 0,
    term: CalendarDuration? = nil, exit: ExitDay = .end
  ) {
    self.keys = keys
    self.grain = grain
    self.period = period
    self.asOf = asOf
    self.gap = gap
    self.term = term
    self.exit = exit
  }

  /// The fields of the result.
  package var schema: Schema {
    var fields = keys.map(\.field)
    fields.append(Field("period", .text))
    for quantity in Quantity.allCases {
      fields.append(Field(quantity.rawValue, quantity.type, unit: quantity.unit))
    }
    fields.append(Field("finished", .boolean))
    return Schema(fields)
  }
}

/// The day on which a leaving counts.
package enum ExitDay: String, CaseIterable, Hashable, Sendable {
  /// The day from which the client is gone.
  case end
  /// The day on which the leaving was announced, where the role `announced` has one.
  case announced
}

/// What is counted of a group in a period [a, b). These are the letters that formulas are written in.
package enum Quantity: String, CaseIterable, Hashable, Sendable {
  /// S: start < a and (end missing or end >= a).
  case opening
  /// N: starts in [a, b).
  case new
  /// X: leavings in [a, b).
  case lost
  /// X1: leavings in [a, b) of those who started in [a, b).
  case early
  /// E: the opening of the next period, S + N - X.
  case closing
  /// The sum over the days d of C(d), who was here at some time of the day.
  case clientDays = "client_days"
  /// The sum over the days d of leavings on d / C(d).
  case dailyShares = "daily_shares"
  /// Clients whose renewal fell due in [a, b), and those who left before their due day.
  case due
  /// n: the days of the period.
  case days

  package var type: ValueType { self == .dailyShares ? .decimal : .integer }

  package var unit: Unit {
    switch self {
    case .dailyShares: .rate
    case .days: .days
    default: .count
    }
  }

  /// As it reads inside a formula in words.
  package var words: String {
    switch self {
    case .opening: "here at the start"
    case .new: "new"
    case .lost: "lost"
    case .early: "lost of the new"
    case .closing: "here at the end"
    case .clientDays: "client-days"
    case .dailyShares: "sum over days of (lost that day / here that day)"
    case .due: "renewals due"
    case .days: "days"
    }
  }
}
