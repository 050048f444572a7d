package import Calendars
package import Columns

/// Future periods of one measure of a table over time.
package struct ForecastSpecification: Hashable, Sendable {
  /// Positions, in the input, of the keys that tell several series apart.
  package var keys: [Int]
  /// Position of the column of period labels.
  package var period: Int
  package var grain: Grain
  /// Position of the column to forecast.
  package var measure: Int
  /// Positions of the numerator's parts (lost, early) and of the denominator of a churn rate, which
  /// give its weight; nil for any other measure.
  package var exposure: Exposure?
  /// How many periods ahead.
  package var horizon: Int
  package var method: Method
  /// The confidence of one more interval, 0.5...0.999; nil for none.
  package var level: Double?
  /// Whether the method is judged on the series' own past in place of forecasting.
  package var isBacktest: Bool
  /// What is known to act on it in advance.
  package var events: [NamedEvent] = []

  package init(
    keys: [Int], period: Int, grain: Grain, measure: Int, exposure: Exposure?, horizon: Int,
    method: Method, level: Double? = nil, isBacktest: Bool = false
  ) {
    self.keys = keys
    self.period = period
    self.grain = grain
    self.measure = measure
    self.exposure = exposure
    self.horizon = horizon
    self.method = method
    self.level = level
    self.isBacktest = isBacktest
  }

  package struct Exposure: Hashable, Sendable {
    package var atRisk: Int

    package init(atRisk: Int) {
      self.atRisk = atRisk
    }
  }

  package enum Method: String, CaseIterable, Hashable, Sendable {
    /// The median of the four below.
    case auto
    /// Exponential smoothing, its form chosen by AICc.
    case ets
    /// Dynamic optimised Theta.
    case theta
    /// Complex exponential smoothing.
    case ces
    /// Seasonal ARIMA, its order searched by AICc.
    case arima
    /// Seasonal naive: the value of one season ago.
    case naive
  }

  /// The fields of the result.
  package func schema(of input: Schema) -> Schema {
    let measured = input.fields[measure]
    var fields = keys.map { input.fields[$0] }
    if isBacktest {
      return Schema(
        fields + [
          Field("method", .text), Field("origins", .integer, unit: .count),
          Field("compared", .integer, unit: .count), Field("mase", .decimal),
          Field("inside80", .decimal, unit: .rate), Field("inside95", .decimal, unit: .rate),
        ])
    }
    fields.append(Field("period", .text))
    fields += ForecastSpecification.figureNames(level).map {
      Field($0, .decimal, unit: measured.unit)
    }
    return Schema(fields)
  }

  /// The columns of a forecast, those of one more interval last.
  package static func figureNames(_ level: Double?) -> [String] {
    ["mean", "low80", "high80", "low95", "high95"]
      + (level.map { level in ["low\(label(level))", "high\(label(level))"] } ?? [])
  }

  /// `90`, `97_5`: the level as part of a column's name.
  private static func label(_ level: Double) -> String {
    let tenths = Int((level * 1000).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10)_\(tenths % 10)"
  }
}
