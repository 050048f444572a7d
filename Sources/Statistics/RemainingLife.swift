import Glibc

/// How long stays last: what is left of a life within a horizon. Beyond the longest stay seen the
/// curve falls at the book's mean rate, exits / time.
package struct RemainingLife: Sendable {
  private let curve: SurvivalCurve
  /// The integral of S up to each time of the curve.
  private let areas: [Double]
  /// Exits in a unit of time.
  private let rate: Double

  /// The time of each stay, and whether it ended; conditions as for `RiskTable`.
  package init(times: [Double], ended: [Bool]) throws(SurvivalError) {
    curve = try SurvivalCurve(times: times, events: ended)
    var (sum, before, share) = (0.0, 0.0, 1.0)
    var areas: [Double] = []
    for (time, survival) in zip(curve.times, curve.survival) {
      sum += (time - before) * share
      (before, share) = (time, survival)
      areas.append(sum)
    }
    self.areas = areas
    let total = times.reduce(0, +)
    rate = total > 0 ? Double(ended.count { $0 }) / total : 0
  }

  private var last: Double { curve.times.last ?? 0 }

  /// S(t).
  package func survival(_ time: Double) -> Double {
    guard time > last else { return curve.survival(at: max(0, time)) ?? 0 }
    return (curve.survival.last ?? 1) * exp(-rate * (time - last))
  }

  /// The integral of S from 0.
  private func area(_ time: Double) -> Double {
    let known = max(0, min(time, last))
    let place = curve.times.partitioningIndex { $0 > known } - 1
    let area =
      place < 0 ? known : areas[place] + (known - curve.times[place]) * curve.survival[place]
    guard time > last else { return area }
    let beyond = time - last
    let end = curve.survival.last ?? 1
    return area + end * (rate > 0 ? (1 - exp(-rate * beyond)) / rate : beyond)
  }

  /// The mean time still to come within `horizon`, for a stay of `age` that goes on; nil where
  /// nobody has stayed so long.
  package func expected(age: Double, horizon: Double) -> Double? {
    let here = survival(age)
    return here > 0 ? (area(age + horizon) - area(age)) / here : nil
  }

  /// The chance to leave within `horizon`; nil where nobody has stayed so long.
  package func risk(age: Double, horizon: Double) -> Double? {
    let here = survival(age)
    return here > 0 ? 1 - survival(age + horizon) / here : nil
  }
}
