package import Calendars
package import Columns

/// Where the worth of customers comes from.
package struct WorthSources: Hashable, Sendable {
  /// Money per month of clients; nil for purchases, and where nobody said what an amount pays for.
  package var money: MonthlyMoney?
  /// The position of the amounts of purchases.
  package var amount: Int?
  /// The positions of hours of effort and of the cost of winning a customer.
  package var effort: Int?
  package var cost: Int?
  /// Money of an hour of effort.
  package var effortCost: Double?
  /// Days of a unit of the column `tenure`, for clients without dates.
  package var tenureDays: Double?
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// Days between two stays of a customer that do not count as having left.
  package var gap: Int

  package init(
    money: MonthlyMoney?, amount: Int?, effort: Int?, cost: Int?, effortCost: Double?,
    tenureDays: Double?, asOf: CivilDate?, gap: Int
  ) {
    self.money = money
    self.amount = amount
    self.effort = effort
    self.cost = cost
    self.effortCost = effortCost
    self.tenureDays = tenureDays
    self.asOf = asOf
    self.gap = gap
  }
}

/// What customers have brought and may bring, from clients or purchases.
package struct ValueSpecification: Hashable, Sendable {
  package var sources: WorthSources
  /// What customers are told apart by, in the layout `groups`.
  package var keys: [GroupKey]
  /// From where on value counts as high; nil: the median.
  package var highValue: Double?
  /// From where on effort counts as high; nil: the median.
  package var highEffort: Double?
  /// Days to look ahead.
  package var horizon: Int
  package var layout: Layout
  package var definitions: [Definition]

  package init(
    sources: WorthSources, keys: [GroupKey], highValue: Double?, highEffort: Double?,
    horizon: Int, layout: Layout, definitions: [Definition]
  ) {
    self.sources = sources
    self.keys = keys
    self.highValue = highValue
    self.highEffort = highEffort
    self.horizon = horizon
    self.layout = layout
    self.definitions = definitions
  }

  /// The rows of the result; the customer's column has the type of that of the data.
  package enum Layout: Hashable, Sendable {
    /// A row a tenth of the customers, the best first.
    case deciles
    /// A row a customer, the best first.
    case customers(ValueType)
    /// A row a group of customers by keys, the best first.
    case groups
    /// Recency, frequency and money of each customer of purchases with their scores.
    case scores(ValueType)
    /// A row a customer of purchases, the most to be expected first, by a model of their purchases.
    case expected(ValueType, PurchaseModelSpecification)
  }

  package var schema: Schema {
    let summed = [
      Field("customers", .integer, unit: .count), Field("value", .decimal, unit: .money),
      Field("share", .decimal, unit: .rate), Field("cumulative", .decimal, unit: .rate),
      Field("mean", .decimal, unit: .money, isDetail: true),
      Field("gone", .integer, unit: .count),
    ]
    switch layout {
    case .deciles: return Schema([Field("decile", .integer)] + summed)
    case .groups: return Schema(keys.map(\.field) + summed)
    case .customers(let type):
      return Schema([
        Field("customer", type), Field("value", .decimal, unit: .money),
        Field("effort", .decimal), Field("expected", .decimal, unit: .money),
        Field("quadrant", .text), Field("decile", .integer, isDetail: true),
        Field("gone", .boolean), Field("risk", .decimal, unit: .rate),
        Field("revenue", .decimal, unit: .money, isDetail: true),
        Field("months", .decimal, unit: .months, isDetail: true),
      ])
    case .expected(let type, _):
      return Schema([
        Field("customer", type), Field("value", .decimal, unit: .money),
        Field("effort", .decimal, isDetail: true), Field("expected", .decimal, unit: .money),
        Field("quadrant", .text, isDetail: true), Field("low", .decimal, unit: .money),
        Field("high", .decimal, unit: .money), Field("purchases", .decimal),
        Field("spend", .decimal, unit: .money), Field("alive", .decimal, unit: .rate),
      ])
    case .scores(let type):
      return Schema([
        Field("customer", type), Field("recency", .integer, unit: .days),
        Field("frequency", .integer, unit: .count), Field("monetary", .decimal, unit: .money),
        Field("r", .integer), Field("f", .integer), Field("m", .integer), Field("gone", .boolean),
      ])
    }
  }
}
