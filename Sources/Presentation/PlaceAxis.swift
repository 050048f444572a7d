import Columns

/// The scale along a numeric axis: from the first place to the last, with round numbers on it.
struct PlaceAxis {
  let low: Double
  let high: Double
  /// Within `low` and `high`.
  let ticks: [Double]
  /// What the axis measures: `time (days)`.
  let title: String
  private let decimals: Int
  private let unit: Unit

  /// About `count` ticks; nil for a chart of categories.
  init?(_ chart: Chart, count: Int) {
    guard let places = chart.places, let first = places.first, let last = places.last else {
      return nil
    }
    unit = chart.placeUnit
    low = first
    // A single place gets some room behind it.
    high = last > first ? last : first + max(1, abs(first))
    let word = chart.placeUnit.plural
    title =
      word.isEmpty || chart.categoryLabel == word
      ? chart.categoryLabel : "\(chart.categoryLabel) (\(word))"
    let step = PlaceAxis.step((high - low) / Double(max(1, count)), unit)
    decimals = ValueAxis.decimals(step: unit == .rate ? step * 100 : step)
    let (begin, end) = ((low / step - 1e-9).rounded(.up), (high / step + 1e-9).rounded(.down))
    ticks = begin <= end ? (0...Int(end - begin)).map { (begin + Double($0)) * step } : []
  }

  /// Days and months have round numbers of their own.
  private static func step(_ least: Double, _ unit: Unit) -> Double {
    let usual: [Double] =
      switch unit {
      case .days: [1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650, 7300, 18250, 36500]
      case .months: [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200]
      case .none, .count, .rate, .money, .years: []
      }
    return usual.first { $0 >= least && least > 0.5 } ?? ValueAxis.roundStep(least)
  }

  func label(_ tick: Double, _ options: RenderingOptions) -> String {
    let format = NumberFormat(options, isGrouped: unit != .years)
    if unit == .rate { return format.percent(tick, decimals: decimals) }
    return abs(tick) >= 1e12
      ? format.text(tick, significant: 4) : format.text(tick, decimals: decimals)
  }

  /// 0 at the first place, 1 at the last, held between them.
  func position(_ place: Double) -> Double { min(1, max(0, (place - low) / (high - low))) }
}
