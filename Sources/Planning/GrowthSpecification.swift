package import Columns

/// The leaky bucket: clients that came, came back and went, with what they pay, one row for each group
/// and period.
///
/// Columns of the result: the keys, `period` (text), opening new returned lost closing net needed
/// (counts), revenue (money per month of those here at the end), customers_index, revenue_index
/// (100 at the base), flag (text).
package struct GrowthSpecification: Hashable, Sendable {
  /// Keys, periods and who counts as one stay; no key describes the leaving.
  package var counts: CalendarCounts
  /// Nil where the amounts cannot be told; `whyNoMoney` then says why.
  package var money: MonthlyMoney?
  package var whyNoMoney: String?
  /// The position of the column with the cost of winning a client.
  package var cost: Int?
  /// The growth a year that `needed` is to reach; 0 holds the base.
  package var target: Double
  /// What needed, the indexes and the split of the revenue are, in this order.
  package var definitions: [Definition]

  package init(
    _ counts: CalendarCounts, money: MonthlyMoney?, whyNoMoney: String?, cost: Int?,
    target: Double, definitions: [Definition]
  ) {
    self.counts = counts
    self.money = money
    self.whyNoMoney = whyNoMoney
    self.cost = cost
    self.target = target
    self.definitions = definitions
  }

  /// The fields of the result.
  package var schema: Schema {
    let figures = ["opening", "new", "returned", "lost", "closing", "net", "needed"]
    var fields = counts.keys.map(\.field)
    fields.append(Field("period", .text))
    fields += figures.map { Field($0, .integer, unit: .count) }
    fields.append(Field("revenue", .decimal, unit: .money))
    fields += ["customers_index", "revenue_index"].map { Field($0, .decimal, unit: .count) }
    fields.append(Field("flag", .text))
    return Schema(fields)
  }
}
