package import Columns

/// How long stays last, by group: the product-limit estimate of survival and what follows from it.
package struct SurvivalSpecification: Hashable, Sendable {
  package var keys: [GroupKey]
  package var clock: StayClock
  package var layout: Layout
  /// Up to which length of stay the mean counts; nil: the longest at which every group still has
  /// someone at risk.
  package var horizon: Double?
  package var interval: Scale
  /// The confidence of the intervals, 0.95.
  package var level: Double
  /// survival, median, mean_life and log_rank, as the verb's page declares them.
  package var definitions: [Definition]

  package init(
    keys: [GroupKey], clock: StayClock, layout: Layout, horizon: Double? = nil,
    interval: Scale = .logLog, level: Double = 0.95, definitions: [Definition]
  ) {
    self.keys = keys
    self.clock = clock
    showsEveryTime = false
    self.layout = layout
    self.horizon = horizon
    self.interval = interval
    self.level = level
    self.definitions = definitions
  }

  /// Whether a curve has rows too for times at which somebody was only last seen.
  package var showsEveryTime: Bool

  package enum Layout: Hashable, Sendable {
    /// A row a group: clients lost median median_low median_high mean_life mean_life_se horizon.
    case summary
    /// A row for each time at which somebody left, for 0 and for the last time seen.
    case curve
    /// A row for each of these lengths of stay.
    case times([Double])
  }

  /// The scale on which an interval of survival is symmetric.
  package enum Scale: String, CaseIterable, Hashable, Sendable {
    case logLog = "log-log"
    case log
    case plain
  }

  /// The fields of the result.
  package var schema: Schema {
    let unit = clock.unit
    func count(_ name: String) -> Field { Field(name, .integer, unit: .count) }
    func length(_ name: String, isDetail: Bool = false) -> Field {
      Field(name, .decimal, unit: unit, isDetail: isDetail)
    }
    func rate(_ name: String) -> Field { Field(name, .decimal, unit: .rate) }
    let figures: [Field] =
      switch layout {
      case .summary:
        [
          count("clients"), count("lost"), length("median"),
          length("median_low", isDetail: true),
          length("median_high", isDetail: true), length("mean_life"),
          length("mean_life_se", isDetail: true),
          length("horizon", isDetail: true),
        ]
      case .curve, .times:
        [
          length("time"), count("at_risk"), count("lost"), rate("survival"), rate("low"),
          rate("high"),
        ]
      }
    return Schema(keys.map(\.field) + figures)
  }

  /// Its picture; the lines of a summary come with the data.
  package var shape: TableShape {
    .curve(
      CurveShape(
        x: CurveAxis("time", unit: clock.unit), measure: CurveAxis("survival", unit: .rate),
        band: Band(low: "low", high: "high"), series: keys.map(\.field.name), isStepped: true,
        start: 1, levels: [CurveLevel("half", 0.5)], lines: layout == .curve ? nil : []))
  }
}
