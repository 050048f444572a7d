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

  package init(
    keys: [Int], period: Int, grain: Grain, measure: Int, exposure: Exposure?, horizon: Int,
    method: Method
  ) {
    self.keys = keys
    self.period = period
    self.grain = grain
    self.measure = measure
    self.exposure = exposure
    self.horizon = horizon
    self.method = method
  }

  package struct Exposure: Hashable, Sendable {
    package var atRisk: Int

    package init(atRisk: Int) {
      self.atRisk = atRisk
    }
  }

  package enum Method: String, CaseIterable, Hashable, Sendable {
    /// The better of the two below on the series' own past.
    case auto
    /// Seasonal naive: the value of one season ago.
    case naive
    /// Simple exponential smoothing.
    case ses
  }

  /// The fields of the result.
  package func schema(of input: Schema) -> Schema {
    let measured = input.fields[measure]
    var fields = keys.map { input.fields[$0] }
    fields.append(Field("period", .text))
    fields += ["mean", "low80", "high80", "low95", "high95"].map {
      Field($0, .decimal, unit: measured.unit)
    }
    return Schema(fields)
  }
}
