import Glibc

/// What events known in advance do to a series, apart from its season, its drift and its moving level.
///
/// Regression with errors of simple exponential smoothing: the values, a constant, a drift, the places of the
/// season and the events are all passed through the filter level += alpha (value - level), and the
/// innovations of the values are regressed on those of the rest; alpha is the one of a grid with the least
/// sum of squares, which is the conditional likelihood of an ARIMA(0, 1, 1) intervention model. Box & Tiao,
/// "Intervention analysis with applications to economic and environmental problems", Journal of the
/// American Statistical Association 70 (1975) 70-79.
package struct EventEffects: Hashable, Sendable {
  /// One an event, on the scale of the values, where it fills a period wholly; nil where season and drift
  /// hold it already, or where it never was.
  package let effects: [Double?]
  /// Beside the effects.
  package let standardErrors: [Double?]
  package let degreesOfFreedom: Int
  /// The share of an error by which the level moves, 0 for a level that stays.
  package let smoothing: Double

  /// `events` holds, for each event, how much of each period it fills (0-1), beside `values`. `season` is the number of
  /// periods of a cycle, 1 for none. Nil where fewer than four values are left over for the errors.
  package init?(_ values: [Double?], events: [[Double]], season: Int) {
    let design = EventDesign(values, events: events, season: season)
    let fits = (0...20).compactMap { design.fit(smoothing: Double($0) / 20) }
    guard let best = fits.min(by: { $0.squares < $1.squares }) else { return nil }
    let variance = max(0, best.squares) / Double(best.degrees)
    let first = design.columns.count - events.count
    smoothing = best.smoothing
    degreesOfFreedom = best.degrees
    effects = events.indices.map { best.isFree[first + $0] ? best.solution[first + $0] : nil }
    standardErrors = events.indices.map { event in
      let place = first + event
      guard best.isFree[place] else { return nil }
      return (max(0, best.inverse[place * design.columns.count + place]) * variance).squareRoot()
    }
  }
}

/// The columns of the regression, the events last, so that what the others hold is not theirs.
private struct EventDesign {
  let values: [Double?]
  let columns: [[Double]]

  init(_ values: [Double?], events: [[Double]], season: Int) {
    self.values = values
    let places = values.indices
    let middle = Double(values.count - 1) / 2
    let drift = places.map { (Double($0) - middle) / max(1, middle) }
    let months = (1..<max(1, season)).map { month in
      places.map { $0 % season == month ? 1.0 : 0 }
    }
    columns = [places.map { _ in 1.0 }, drift] + months + events
  }

  struct Fit {
    var smoothing: Double
    var squares: Double
    var degrees: Int
    var solution: [Double]
    /// Row-major.
    var inverse: [Double]
    var isFree: [Bool]
  }

  func fit(smoothing: Double) -> Fit? {
    let filtered = columns.map { innovations($0.map(Optional.some), smoothing) }
    let target = innovations(values, smoothing)
    let count = columns.count
    var products = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0...row {
        products[row * count + column] = dot(filtered[row], filtered[column])
      }
    }
    let factor = SymmetricFactor(products, order: count)
    let degrees = target.count - factor.rank
    guard degrees >= 4 else { return nil }
    let solution = factor.solve(filtered.map { dot($0, target) })
    let squares = target.indices.reduce(0.0) { sum, place in
      let fitted = columns.indices.reduce(0.0) { $0 + filtered[$1][place] * solution[$1] }
      return sum + (target[place] - fitted) * (target[place] - fitted)
    }
    return Fit(
      smoothing: smoothing, squares: squares, degrees: degrees, solution: solution,
      inverse: factor.inverse, isFree: factor.pivots.map { $0 > 0 })
  }

  /// The errors of smoothing a column from level 0, at the places where there is a value. The constant
  /// stands for the first level.
  private func innovations(_ column: [Double?], _ smoothing: Double) -> [Double] {
    var level = 0.0
    return column.indices.compactMap { place in
      guard values[place] != nil, let value = column[place] else { return nil }
      let error = value - level
      level += smoothing * error
      return error
    }
  }
}
