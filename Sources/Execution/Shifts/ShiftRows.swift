import Columns
import Glibc
import Planning
import Statistics

/// A stretch of a series whose level differs from the one before it.
struct FoundShift {
  enum Kind: String {
    /// One period outside its limits.
    case isolated
    /// A stretch that began and ended.
    case episode
    /// Higher, and lasting to the end of the data.
    case haemorrhage
    /// Lower, and lasting to the end of the data.
    case improvement
    /// Of a measure that is no rate of losing: higher or lower, and lasting.
    case rise, fall
  }

  var kind: Kind
  /// The places of its periods.
  var places: Range<Int>
  /// The places of the level that it is compared with.
  var reference: [Int]
  var p: Double
  /// Where its start lies; one place where nothing is said.
  var start: ClosedRange<Int>
  /// Level after over level before, season and drift taken out; missing for an amount that is not
  /// above 0.
  var ratio: Double?
}

/// The shifts of one series: the scan for one lasting shift, single odd periods, and the segmentation
/// into several levels.
struct SeriesShifts {
  /// Where so many are expected, none at all is no chance (1 in 22,000).
  static let surelySome = 10.0
  let scan: ShiftScan
  private(set) var found: [FoundShift] = []
  private let series: PeriodSeries
  private let cost: SegmentCost
  private let isLoss: Bool
  /// How many series are searched for the one question: the threshold rises by 2 ln of it, and p of an
  /// episode is that many times as large.
  private let looks: Double

  init(
    _ series: PeriodSeries, _ specification: ShiftSpecification, isLoss: Bool, looks: Int = 1,
    permutations: Int = 999
  ) throws(ShiftError) {
    self.series = series
    self.isLoss = isLoss
    self.looks = Double(max(1, looks))
    var options = ShiftScan.Options()
    options.minimum = specification.minimum
    options.level = specification.level
    options.seed = specification.seed
    options.threshold += 2 * log(self.looks)
    options.permutations = permutations
    scan = try ShiftScan(series.series, options)
    var usable = series.series
    for outlier in scan.outliers { usable.exposures[outlier.place] = 0 }
    let dispersion = scan.dispersion * scan.scale.deviation * scan.scale.deviation
    cost = SegmentCost(
      usable, ratios: SeriesShifts.ratios(scan, series.series), dispersion: dispersion)
    let starts = levelStarts(specification)
    found = (lasting(starts) + isolated()).sorted {
      ($0.places.lowerBound, $0.places.upperBound) < ($1.places.lowerBound, $1.places.upperBound)
    }
  }

  /// What season and drift make of the mean level, one a period.
  private static func ratios(_ scan: ShiftScan, _ series: ShiftSeries) -> [Double] {
    let middle = scan.undisturbed.reduce(0, +) / Double(max(1, scan.undisturbed.count))
    return scan.undisturbed.map { level in
      series.family == .amount
        ? (level - middle) * scan.scale.deviation
        : series.rate(at: level) / series.rate(at: middle)
    }
  }

  /// The starts of the levels after the first: those of the segmentation, the one that the scan speaks
  /// of having the scan's start.
  private func levelStarts(_ specification: ShiftSpecification) -> [Int] {
    let penalty = specification.penalty ?? usualPenalty(periods: series.series.usedCount)
    var starts = optimalSegmentation(cost, penalty: penalty, minimum: specification.minimum)
    guard scan.isShift else { return starts }
    let near = starts.indices.min {
      abs(starts[$0] - scan.best.start) < abs(starts[$1] - scan.best.start)
    }
    if let near, abs(starts[near] - scan.best.start) <= 6 {
      starts[near] = scan.best.start
    } else {
      starts.append(scan.best.start)
    }
    return starts.sorted()
  }

  private func lasting(_ starts: [Int]) -> [FoundShift] {
    let bounds = [0] + starts + [series.values.count]
    let levels = zip(bounds, bounds.dropFirst()).map { cost.level($0..<$1) ?? 0 }
    var found: [FoundShift] = []
    var reference = Array(bounds[0]..<bounds[1])
    var normal = levels[0]
    var segment = 1
    while segment < levels.count {
      let places = bounds[segment]..<bounds[segment + 1]
      let half = (normal + levels[segment]) / 2
      let isUp = levels[segment] > normal
      let back = (segment + 1..<levels.count).first { (levels[$0] > half) != isUp }
      if let back, back == segment + 1 {
        add(.episode, places, reference, &found)
        // What follows is judged beside the old level again, if it is near it.
        if isNear(levels[back], normal, levels[segment]) {
          reference += Array(bounds[back]..<bounds[back + 1])
          segment = back + 1
          continue
        }
      } else {
        add(back == nil ? lastingKind(isUp) : .episode, places, reference, &found)
        (reference, normal) = (Array(places), levels[segment])
      }
      segment += 1
    }
    return found
  }

  private func isNear(_ level: Double, _ normal: Double, _ other: Double) -> Bool {
    abs(level - normal) < abs(other - normal) / 2
  }

  private func lastingKind(_ isUp: Bool) -> FoundShift.Kind {
    isLoss ? (isUp ? .haemorrhage : .improvement) : (isUp ? .rise : .fall)
  }

  /// Leaves out what the scan does not confirm: a lasting change needs it, an episode its own p.
  private func add(
    _ kind: FoundShift.Kind, _ places: Range<Int>, _ reference: [Int],
    _ found: inout [FoundShift]
  ) {
    let isScanned = scan.isShift && places.lowerBound == scan.best.start
    let p = isScanned ? scan.p : min(1, looks * stretchP(places, reference))
    guard isScanned || (kind == .episode ? p <= 0.01 : scan.isShift && p <= 0.01) else { return }
    found.append(
      FoundShift(
        kind: kind, places: places, reference: reference, p: p,
        start: isScanned ? scan.startInterval : places.lowerBound...places.lowerBound,
        ratio: ratio(places, reference)))
  }

  /// Chi-squared with one degree of freedom, times the number of stretches that there are (Bonferroni).
  private func stretchP(_ places: Range<Int>, _ reference: [Int]) -> Double {
    let own = Array(places)
    let gain = cost.pooled(reference + own) - cost.pooled(reference) - cost.pooled(own)
    guard gain > 0 else { return 1 }
    let n = Double(series.values.count)
    return min(1, 2 * normalCumulative(-gain.squareRoot()) * n * (n + 1) / 2)
  }

  private func ratio(_ places: Range<Int>, _ reference: [Int]) -> Double? {
    guard let after = cost.level(places), let before = cost.level(ofPlaces: reference), before > 0,
      after >= 0
    else { return nil }
    return after / before
  }

  /// The odd periods, those beside one another as one episode.
  private func isolated() -> [FoundShift] {
    let places = scan.outliers.map(\.place).sorted()
    var runs: [Range<Int>] = []
    for place in places {
      if let last = runs.last, last.upperBound == place {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
    }
    return runs.map { run in
      let statistic = scan.outliers.filter { run.contains($0.place) }.map(\.statistic).max() ?? 0
      let others = series.values.indices.filter {
        !places.contains($0) && series.series.isUsed($0)
      }
      let n = Double(series.series.usedCount)
      return FoundShift(
        kind: run.count == 1 ? .isolated : .episode, places: run, reference: others,
        p: min(1, 2 * looks * n * normalCumulative(-statistic.squareRoot())),
        start: run.lowerBound...run.lowerBound, ratio: nil)
    }
  }

  /// The level of each period as the rows tell it: that of a shift inside it, else the one before.
  func levels() -> [Double?] {
    let lastingShifts = found.filter { $0.kind != .isolated }
    var levels = [Double?](repeating: nil, count: series.values.count)
    let inside = Set(lastingShifts.flatMap { Array($0.places) })
    let rest = series.values.indices.filter { !inside.contains($0) }
    for place in rest { levels[place] = series.level(rest) }
    for shift in lastingShifts {
      for place in shift.places { levels[place] = series.level(shift.places) }
    }
    return levels
  }
}
