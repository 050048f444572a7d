import Calendars
import Planning
import Statistics

/// A rate and what is said about it, for every row of some calendar counts.
struct RateFigures {
  private(set) var rates: [Double?]
  private(set) var intervals: [Interval?]
  private(set) var yearly: [Double?]
  private(set) var flags: [String?]
  /// The control chart of each group; nil where too few periods are complete.
  private(set) var charts: [Chart?] = []

  struct Chart {
    var chart: ControlChart
    /// How many complete periods it rests on, and the first and last of them.
    var periods: Int
    var first: String
    var last: String
  }

  /// Limits from fewer periods would be limits of chance.
  static let fewestPeriodsForLimits = 8

  private let counts: CountsReader
  private let measure: Measure
  private let specification: RateSpecification
  /// Periods in a year where the period is complete.
  private let periodsPerYear: Double

  init(
    _ measure: Measure, _ counts: CountsReader, _ specification: RateSpecification,
    periodsPerYear: Double
  ) {
    self.counts = counts
    self.measure = measure
    self.specification = specification
    self.periodsPerYear = periodsPerYear
    rates = (0..<counts.rowCount).map { row in
      counts.isFinished[row] || specification.includesUnfinished
        ? counts.value(measure.formula, row) : nil
    }
    intervals = [Interval?](repeating: nil, count: counts.rowCount)
    yearly = [Double?](repeating: nil, count: counts.rowCount)
    flags = [String?](repeating: nil, count: counts.rowCount)
    for row in 0..<counts.rowCount where rates[row] != nil {
      intervals[row] = interval(row)
      yearly[row] = yearlyRate(row)
    }
    charts = counts.groups.map(chart)
    for (group, chart) in zip(counts.groups, charts) {
      for row in group.rows { flags[row] = flag(row, chart?.chart) }
    }
  }

  /// Numerator and denominator of a row where the measure is a share of counted clients.
  func share(_ row: Int) -> (numerator: Double, denominator: Double)? {
    guard let share = measure.share,
      let numerator = share.numerator.value({ counts.value($0, row) }),
      let denominator = share.denominator.value({ counts.value($0, row) })
    else { return nil }
    return (numerator, denominator)
  }

  private func interval(_ row: Int) -> Interval? {
    guard let (numerator, denominator) = share(row), numerator <= denominator,
      let successes = Int(exactly: numerator), let trials = Int(exactly: denominator)
    else { return nil }
    return switch specification.interval {
    case .wilson:
      wilsonInterval(successes: successes, trials: trials, level: specification.level)
    case .exact:
      clopperPearsonInterval(successes: successes, trials: trials, level: specification.level)
    }
  }

  /// How many stretches as long as a row's make a year.
  func periodsPerYear(_ row: Int) -> Double {
    if counts.isFinished[row] { return periodsPerYear }
    // Only some of an unfinished period's days have passed.
    return 365.25 / max(1, counts.value(.days, row) ?? 1)
  }

  private func yearlyRate(_ row: Int) -> Double? {
    guard let rate = rates[row] else { return nil }
    let perYear = periodsPerYear(row)
    // A yearly rate is its own equivalent to the last bit.
    if perYear == 1, rate <= 1 { return rate }
    return yearlyEquivalent(rate: rate, periodsPerYear: perYear)
  }

  private func chart(_ group: CountsReader.Group) -> Chart? {
    guard specification.grain != nil else { return nil }
    let reference = group.rows.filter {
      counts.isFinished[$0] && rates[$0] != nil && (share($0)?.denominator ?? 0) > 0
    }
    let shares = reference.compactMap(share)
    guard reference.count >= RateFigures.fewestPeriodsForLimits, let first = reference.first,
      let last = reference.last,
      let chart = ControlChart(
        numerators: shares.map(\.numerator), denominators: shares.map(\.denominator),
        seasons: reference.map { season($0) ?? 0 }, seasonCount: seasonCount)
    else { return nil }
    return Chart(
      chart: chart, periods: reference.count, first: counts.periods[first],
      last: counts.periods[last])
  }

  /// Calendar months and quarters can have limits of their own.
  private var seasonCount: Int {
    switch specification.grain {
    case .month: 12
    case .quarter: 4
    case .day, .week, .year, nil: 1
    }
  }

  /// The place of a row's period in the year, from 0; nil where that can make no difference.
  func season(_ row: Int) -> Int? {
    guard seasonCount > 1, let period = PartialDate(counts.periods[row]) else { return nil }
    return period.ordinal % seasonCount
  }

  private func flag(_ row: Int, _ chart: ControlChart?) -> String? {
    var flags: [String] = []
    if !counts.isFinished[row] { flags.append("unfinished") }
    if let yearly = yearly[row], yearly > specification.bandHigh { flags.append("above band") }
    if counts.isFinished[row], let chart, let (numerator, denominator) = share(row),
      let limits = chart.limits(denominator: denominator, season: season(row))
    {
      if numerator / denominator > limits.high { flags.append("above limits") }
      if numerator / denominator < limits.low { flags.append("below limits") }
    }
    return flags.isEmpty ? nil : flags.joined(separator: ", ")
  }
}
