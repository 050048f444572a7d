package import Calendars
package import Columns

/// How many customers came back, how often, who fell silent: figures from purchases.
///
/// The input has the roles `customer` and `date`, maybe `cost`. A key takes its value from the row of a
/// customer's first purchase.
package struct ReturnSpecification: Hashable, Sendable {
  package var keys: [GroupKey]
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// The days of silence after which a customer has lapsed; nil: derived from the gaps.
  package var lapse: Int?
  /// The days that a customer must be old to count in the repeat share; nil: the median gap.
  package var interval: Int?
  /// The confidence of intervals.
  package var level: Double
  package var layout: Layout
  /// What the figures mean, in the order in which `how` shows them.
  package var definitions: [Definition]

  package enum Layout: Hashable, Sendable {
    /// One row a group of customers.
    case summary
    /// The share won back by each day since lapsing, group by group.
    case curve
  }

  package init(
    keys: [GroupKey], asOf: CivilDate?, lapse: Int?, interval: Int?, level: Double, layout: Layout,
    definitions: [Definition]
  ) {
    self.keys = keys
    self.asOf = asOf
    self.lapse = lapse
    self.interval = interval
    self.level = level
    self.layout = layout
    self.definitions = definitions
  }

  /// The fields of the result.
  package var schema: Schema {
    let fields: [Field] =
      switch layout {
      case .summary:
        [
          Field("customers", .integer, unit: .count), Field("repeat", .integer, unit: .count),
          Field("repeat_share", .decimal, unit: .rate),
          Field("one_time", .integer, unit: .count), Field("median_gap", .decimal, unit: .days),
          Field("lapsed", .integer, unit: .count),
          Field("lapse_days", .integer, unit: .days, isDetail: true),
          Field("burned", .decimal, unit: .money), Field("low", .decimal, unit: .rate),
          Field("high", .decimal, unit: .rate),
          Field("too_new", .integer, unit: .count, isDetail: true),
          Field("gap_low", .decimal, unit: .days, isDetail: true),
          Field("gap_high", .decimal, unit: .days, isDetail: true),
        ]
      case .curve:
        [
          Field("time", .integer, unit: .days), Field("at_risk", .integer, unit: .count),
          Field("returned", .integer, unit: .count), Field("won_back", .decimal, unit: .rate),
          Field("low", .decimal, unit: .rate), Field("high", .decimal, unit: .rate),
        ]
      }
    return Schema(keys.map(\.field) + fields)
  }
}
