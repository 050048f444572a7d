/// A picture over a numeric axis: survivors by days, a whale curve by share of customers.
package struct CurveShape: Hashable, Sendable {
  /// What runs along: days, months, a share. In a table of points the name of its column.
  package var x: CurveAxis
  /// What is measured. In a table of points the name of its column.
  package var measure: CurveAxis
  /// The columns with the limits of the measure; for given lines only their name.
  package var band: Band?
  /// The key columns that tell several lines apart.
  package var series: [String]
  /// Whether the measure keeps its value up to the next point.
  package var isStepped: Bool
  /// The value at 0, before the first point; nil where the line begins at its first point.
  package var start: Double?
  /// Levels to compare with, drawn across.
  package var levels: [CurveLevel]
  /// The lines, where the rows are not their points; what is drawn are those whose keys still
  /// stand in the rows. Nil where each row is a point.
  package var lines: [CurveLine]?

  package init(
    x: CurveAxis, measure: CurveAxis, band: Band? = nil, series: [String] = [], isStepped: Bool,
    start: Double? = nil, levels: [CurveLevel] = [], lines: [CurveLine]? = nil
  ) {
    self.x = x
    self.measure = measure
    self.band = band
    self.series = series
    self.isStepped = isStepped
    self.start = start
    self.levels = levels
    self.lines = lines
  }

  /// The columns without which there is no picture.
  package var neededColumns: [String] {
    guard lines == nil else { return series }
    return [x.name, measure.name] + series + (band.map { [$0.low, $0.high] } ?? [])
  }
}

/// A numeric axis: what it is called and what its numbers count.
package struct CurveAxis: Hashable, Sendable {
  package var name: String
  package var unit: Unit

  package init(_ name: String, unit: Unit) {
    self.name = name
    self.unit = unit
  }
}

/// A level to compare a curve with.
package struct CurveLevel: Hashable, Sendable {
  package var name: String
  package var value: Double

  package init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// The points of one line, from left to right.
package struct CurveLine: Hashable, Sendable {
  /// The values of the key columns that tell it apart.
  package var key: [Value]
  package var points: [CurvePoint]

  package init(key: [Value] = [], points: [CurvePoint]) {
    self.key = key
    self.points = points
  }
}

/// A value at a place, with its limits where it has them.
package struct CurvePoint: Hashable, Sendable {
  package var x: Double
  package var value: Double
  package var low: Double?
  package var high: Double?

  package init(x: Double, value: Double, low: Double? = nil, high: Double? = nil) {
    self.x = x
    self.value = value
    self.low = low
    self.high = high
  }
}

extension TableShape {
  /// This shape, as a plan tells it, with what only the data could tell taken from a computed one:
  /// the history of a forecast, the lines of curves, a series and its levels, spreads.
  package func completed(by computed: TableShape) -> TableShape {
    switch (self, computed) {
    case (
      .forecast(let period, let grain, let measure, let history, let series),
      .forecast(_, _, _, let known, _)
    ) where history.isEmpty:
      return .forecast(
        period: period, grain: grain, measure: measure, history: known, series: series)
    case (.curve(var shape), .curve(let known)) where shape.lines?.isEmpty == true:
      shape.lines = known.lines
      return .curve(shape)
    case (.levels(let shape), .levels(let known)) where shape.history.isEmpty: return .levels(known)
    case (.spreads(let spreads), .spreads(let known)) where spreads.isEmpty: return .spreads(known)
    default: return self
    }
  }
}
