package import Columns

/// Money of clients that came, grew, shrank and went: one row for each group and period.
///
/// Columns of the result: the keys, `period` (text), opening new returned expansion contraction lost
/// closing (money per month), gross net grr nrr (rates), quick (a ratio), flag (text).
package struct MoneyMovements: Hashable, Sendable {
  /// Keys, periods and who counts as one stay. A key that describes the leaving parts the lost only.
  package var counts: CalendarCounts
  package var money: MonthlyMoney
  /// Whether an unfinished period gets rates.
  package var includesUnfinished: Bool
  /// What gross, net, grr, nrr and quick are, in this order.
  package var definitions: [Definition]

  package init(
    _ counts: CalendarCounts, _ money: MonthlyMoney, includesUnfinished: Bool,
    definitions: [Definition]
  ) {
    self.counts = counts
    self.money = money
    self.includesUnfinished = includesUnfinished
    self.definitions = definitions
  }

  /// The fields of the result.
  package var schema: Schema {
    let amounts = ["opening", "new", "returned", "expansion", "contraction", "lost", "closing"]
    var fields = counts.keys.map(\.field)
    fields.append(Field("period", .text))
    fields += amounts.map { Field($0, .decimal, unit: .money) }
    fields += ["gross", "net"].map { Field($0, .decimal, unit: .rate) }
    fields += ["grr", "nrr"].map { Field($0, .decimal, unit: .rate, isDetail: true) }
    fields.append(Field("quick", .decimal, unit: .count, isDetail: true))
    fields.append(Field("flag", .text))
    return Schema(fields)
  }
}
