package import Calendars
package import Columns

/// What the known customers of purchases are to buy, period by period, after a model of their purchases.
package struct PurchaseForecastSpecification: Hashable, Sendable {
  package var method: PurchaseModelSpecification.Method
  /// Nil: the last day in the data.
  package var asOf: CivilDate?
  /// What the parameters are measured in.
  package var unit: PurchaseModelSpecification.TimeUnit
  package var grain: Grain
  /// How many periods ahead.
  package var horizon: Int
  package var counts: Counted
  /// The confidence of one more interval, 0.5...0.999; nil for none.
  package var level: Double?
  /// Whether the periods are the last ones known, which the model was not shown.
  package var isBacktest: Bool
  package var definitions: [Definition]

  package enum Counted: String, CaseIterable, Hashable, Sendable {
    case purchases
    /// Money of purchases.
    case revenue
  }

  package init(
    method: PurchaseModelSpecification.Method, asOf: CivilDate?,
    unit: PurchaseModelSpecification.TimeUnit, grain: Grain, horizon: Int, counts: Counted,
    level: Double?, isBacktest: Bool, definitions: [Definition]
  ) {
    self.method = method
    self.asOf = asOf
    self.unit = unit
    self.grain = grain
    self.horizon = horizon
    self.counts = counts
    self.level = level
    self.isBacktest = isBacktest
    self.definitions = definitions
  }

  /// The fields of the result.
  package var schema: Schema {
    let unit: Unit = counts == .revenue ? .money : .none
    var fields = [Field("period", .text)]
    fields += ForecastSpecification.figureNames(level).map { Field($0, .decimal, unit: unit) }
    if isBacktest { fields.append(Field("seen", .decimal, unit: unit)) }
    return Schema(fields)
  }

  package var shape: TableShape {
    .forecast(period: "period", grain: grain, measure: "mean", history: [], series: [])
  }
}
