package import Calendars
package import Columns

/// How much of each cohort is kept, period by period since its start.
///
/// A cohort is the customers whose first start or first purchase lies in one period. The input are
/// clients or purchases, as its roles tell. A key takes its value from the row of a customer's first
/// purchase, of clients from the latest row of the first stay.
package struct CohortSpecification: Hashable, Sendable {
  /// Keys that are categories.
  package var keys: [GroupKey]
  /// The length of cohort and step.
  package var grain: Grain
  /// Only cohorts whose first day lies in it; nil: all.
  package var period: Period?
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// Days between two stays of a client that do not count as having left.
  package var gap: Int
  package var basis: Basis
  package var counts: Counted
  /// Of clients whose revenue is counted.
  package var money: MonthlyMoney?
  /// Whether the period in which observation ends has cells.
  package var includesUnfinished: Bool
  /// The confidence of intervals.
  package var level: Double
  /// What kept means.
  package var definition: Definition

  /// Who counts as kept in period k.
  package enum Basis: String, CaseIterable, Hashable, Sendable {
    /// Active at some time of the period, the day of leaving included.
    case on
    /// Still here at the end of the period.
    case end
    /// Active in the period or in any later one.
    case after
  }

  package enum Counted: String, CaseIterable, Hashable, Sendable {
    case customers
    /// Money of purchases; of clients the amount of those kept.
    case revenue
  }

  package init(
    keys: [GroupKey], grain: Grain, period: Period?, asOf: CivilDate?, gap: Int = 0, basis: Basis,
    counts: Counted = .customers, money: MonthlyMoney? = nil, includesUnfinished: Bool = false,
    level: Double = 0.95,
    definition: Definition
  ) {
    self.keys = keys
    self.grain = grain
    self.period = period
    self.asOf = asOf
    self.gap = gap
    self.basis = basis
    self.counts = counts
    self.money = money
    self.includesUnfinished = includesUnfinished
    self.level = level
    self.definition = definition
  }

  /// The fields of the result. `low` and `high` are the interval of a share of customers.
  package var schema: Schema {
    let counted: Field =
      switch counts {
      case .customers: Field("", .integer, unit: .count)
      case .revenue: Field("", .decimal, unit: .money)
      }
    func called(_ name: String) -> Field {
      var field = counted
      field.name = name
      return field
    }
    var fields = [
      Field("cohort", .text), called("size"), Field("k", .integer), called("kept"),
      Field("rate", .decimal, unit: .rate),
    ]
    if counts == .customers {
      fields += [Field("low", .decimal, unit: .rate), Field("high", .decimal, unit: .rate)]
    }
    return Schema(keys.map(\.field) + fields)
  }
}
