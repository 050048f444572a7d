package import Calendars
package import Columns

/// Why those who left did so: how many for each reason, or how it competes with the others.
///
/// The input is a table of clients, or of leavings, one a row, with a role `reason`.
package struct ReasonsSpecification: Hashable, Sendable {
  /// The position of the column with the reasons.
  package var reason: Int
  package var keys: [GroupKey]
  /// Nil: of clients the last 12 complete months, else all rows.
  package var period: Period?
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// Days between two stays of a customer that do not count as having left.
  package var gap: Int
  /// So many reasons of each group; nil for all.
  package var top: Int?
  package var causes: CauseMap
  /// Nil: no revenue.
  package var money: MonthlyMoney?
  /// Why there is no revenue, where the line could do something about it.
  package var moneyRemark: String?
  /// The confidence of intervals, 0.95.
  package var level: Double
  package var layout: Layout
  package var definitions: [Definition]

  package init(
    reason: Int, keys: [GroupKey], period: Period?, asOf: CivilDate?, gap: Int, top: Int?,
    causes: CauseMap, money: MonthlyMoney?, moneyRemark: String?, level: Double, layout: Layout,
    definitions: [Definition]
  ) {
    self.reason = reason
    self.keys = keys
    self.period = period
    self.asOf = asOf
    self.gap = gap
    self.top = top
    self.causes = causes
    self.money = money
    self.moneyRemark = moneyRemark
    self.level = level
    self.layout = layout
    self.definitions = definitions
  }

  package enum Layout: Hashable, Sendable {
    /// A row a reason, those with most losses first.
    case pareto
    /// What the map of causes makes of each reason.
    case map
    /// Cumulative incidence at lengths of stay: `time`, a column a reason, `still_here`. Without
    /// lengths at the usual ones; with `isWhole` at every length at which somebody left.
    case risk(at: [CalendarDuration], isWhole: Bool)
  }

  /// The fields of the result; those of the reasons only the data tell.
  package var schema: Schema {
    switch layout {
    case .pareto:
      Schema(
        keys.map(\.field) + [
          Field("reason", .text), Field("cause", .text), Field("wanted", .boolean),
          Field("lost", .integer, unit: .count), Field("share", .decimal, unit: .rate),
          Field("cumulative", .decimal, unit: .rate, isDetail: true),
          Field("revenue_lost", .decimal, unit: .money), Field("trend", .text),
          Field("before", .integer, unit: .count, isDetail: true),
        ])
    case .map:
      Schema([
        Field("reason", .text), Field("lost", .integer, unit: .count), Field("cause", .text),
        Field("wanted", .boolean), Field("rule", .text),
      ])
    case .risk: Schema([Field("time", .integer, unit: .days)])
    }
  }
}
