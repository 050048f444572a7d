import Calendars
import Columns
import Glibc

/// The scale of values, with round numbers on it.
struct ValueAxis {
  let low: Double
  let high: Double
  /// Within `low` and `high`.
  let ticks: [Double]
  private let decimals: Int
  private let unit: Unit

  /// About `count` ticks for values from `low` to `high`; equal ones get some room around.
  init(from low: Double, through high: Double, unit: Unit, count: Int) {
    var (low, high) = (min(low, high), max(low, high))
    let size = max(abs(low), abs(high))
    // Differences that a step of the scale cannot express are none.
    if size < 1e-290 { (low, high) = (0, 0) }
    if high - low < 1e-12 * size { high = low }
    // A scale that begins at zero shows sizes rightly; from afar it would show a flat line.
    let nearZero = unit == .rate ? 0.7 : 0.4
    if low > 0, low <= nearZero * high { low = 0 }
    if high < 0, high >= nearZero * low { high = 0 }
    if low == high {
      let room = low == 0 ? (unit == .rate ? 0.1 : 1) : abs(low)
      (low, high) = (low - (low > 0 ? room : 0), high + room)
    }
    var step = ValueAxis.roundStep((high - low) / Double(max(1, count)))
    if unit == .count { step = max(1, step == 2.5 ? 5 : step) }
    // A little room, or the nearest round number where that is near.
    let nearest = ((low / step + 1e-9).rounded(.down), (high / step - 1e-9).rounded(.up))
    let margin = 0.3 * step
    self.low = low - nearest.0 * step <= 2 * margin ? nearest.0 * step : low - margin
    self.high = nearest.1 * step - high <= 2 * margin ? nearest.1 * step : high + margin
    let (bottom, top) = (self.low, self.high)
    ticks = (0...Int(nearest.1 - nearest.0)).map { (nearest.0 + Double($0)) * step }
      .filter { $0 >= bottom && $0 <= top }
    self.unit = unit
    decimals = ValueAxis.decimals(step: unit == .rate ? step * 100 : step)
  }

  /// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below.
  static func roundStep(_ step: Double) -> Double {
    let magnitude = pow(10, floor(log10(step)))
    let factor = [1, 2, 2.5, 5, 10].first { $0 * magnitude >= step * (1 - 1e-9) } ?? 10
    return factor * magnitude
  }

  static func decimals(step: Double) -> Int {
    var scaled = step
    for decimals in 0..<10 {
      if abs(scaled - scaled.rounded()) < 1e-6 * scaled { return decimals }
      scaled *= 10
    }
    return 10
  }

  func label(_ tick: Double, _ options: RenderingOptions) -> String {
    if unit != .rate, abs(tick) >= 1e12 {
      return NumberFormat(options, isGrouped: false).text(tick, significant: 4)
    }
    return switch unit {
    case .rate:
      NumberFormat(options, isGrouped: true).percent(tick, decimals: decimals)
    default: NumberFormat(options, isGrouped: true).text(tick, decimals: decimals)
    }
  }

  /// 0 at the lower end, 1 at the upper end, held between them.
  func position(_ value: Double) -> Double {
    min(1, max(0, (value - low) / (high - low)))
  }
}

extension Chart {
  /// The scale that shows all lines. Intervals count as far as three times the largest value, so
  /// that one wide interval does not press the lines flat; so do references.
  func valueAxis(count: Int) -> ValueAxis {
    let values = series.flatMap(\.values).compactMap { $0 }
    var low = values.min() ?? 0
    var high = values.max() ?? 1
    if kind == .bar {
      low = min(0, low)
      high = max(0, high)
    }
    let reach = max(abs(low), abs(high))
    let limits = intervals.flatMap { $0.low + $0.high }.compactMap { $0 }
    let others = limits.map { min(max($0, -3 * reach), 3 * reach) }
    low = min(low, others.min() ?? low)
    high = max(high, others.max() ?? high)
    for value in references.map(\.value) where abs(value) <= 1.5 * max(abs(low), abs(high)) {
      low = min(low, value)
      high = max(high, value)
    }
    return ValueAxis(from: low, through: high, unit: unit, count: count)
  }

  /// References that lie on the scale, and what to say of the others.
  func placed(_ axis: ValueAxis, _ options: RenderingOptions) -> (
    inside: [Reference], remarks: [String]
  ) {
    func isInside(_ reference: Reference) -> Bool {
      reference.value >= axis.low && reference.value <= axis.high
    }
    let outside = references.filter { !isInside($0) }
    let remarks = outside.map { reference in
      let side = reference.value > axis.high ? "above" : "below"
      return "\(reference.name) \(text(reference.value, options)) lies \(side) the picture"
    }
    return (references.filter(isInside), remarks)
  }

  /// The categories that get a label so that labels stand apart, where `pitch` is the distance
  /// of two categories and `widest` the width of a label with its gap, in one unit.
  ///
  /// Consecutive periods are labelled at round ones: every tenth year, every January.
  func labelledCategories(pitch: Double, widest: Double) -> [Int] {
    let needed = pitch > 0 ? max(1, Int((widest / pitch).rounded(.up))) : categories.count
    let dates = categories.map { PartialDate($0) }
    let grain = dates.first.flatMap { $0?.grain }
    let ordinals = dates.compactMap { $0 }.filter { $0.grain == grain }.map(\.ordinal)
    let isConsecutive =
      ordinals.count == categories.count
      && zip(ordinals, ordinals.dropFirst()).allSatisfy { $0 + 1 == $1 }
    let step = Chart.steps(grain).first { $0 >= needed } ?? needed
    let all = categories.indices
    guard isConsecutive, grain != nil else { return all.filter { $0 % needed == 0 } }
    let round = all.filter { ordinals[$0] % step == 0 }
    return round.count > 1 || all.count <= step ? round : all.filter { $0 % needed == 0 }
  }

  private static func steps(_ grain: Grain?) -> [Int] {
    switch grain {
    case .month: [1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240, 600, 1200]
    case .quarter: [1, 2, 4, 8, 12, 20, 40, 80, 200, 400]
    default: [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
    }
  }
}
