import Glibc

/// What it costs to give one level to a stretch of a series: minus twice the log-likelihood at its best,
/// over the dispersion.
///
/// - share: -2 [k ln(k/m) + (m - k) ln(1 - k/m)], k of m left in the stretch
/// - count: -2 [k ln(k/m) - k], k events over an exposure m
/// - amount: the sum of squares about the mean of the stretch
///
/// An offset (season, drift) multiplies the exposure of its period: exposures need not be whole, and a
/// stretch in which more left than its adjusted exposure costs as if all had.
package struct SegmentCost: Sendable {
  private let family: ShiftSeries.Family
  private let dispersion: Double
  /// Sums over the first i periods.
  private var counts: [Double] = [0]
  private var exposures: [Double] = [0]
  private var squares: [Double] = [0]

  /// `ratios` multiply the exposures (1 where nil); for an amount they are subtracted (0 where nil).
  package init(_ series: ShiftSeries, ratios: [Double]? = nil, dispersion: Double = 1) {
    family = series.family
    self.dispersion = max(dispersion, 1e-300)
    for place in series.counts.indices {
      let isUsed = series.isUsed(place)
      var (count, exposure) = isUsed ? (series.counts[place], series.exposures[place]) : (0, 0)
      if isUsed, let ratios {
        if series.family == .amount { count -= ratios[place] } else { exposure *= ratios[place] }
      }
      counts.append(counts[place] + count)
      exposures.append(exposures[place] + exposure)
      squares.append(squares[place] + count * count)
    }
  }

  package var count: Int { counts.count - 1 }

  /// Of the periods in a stretch, an empty one costing 0.
  package func callAsFunction(_ stretch: Range<Int>) -> Double { cost(sums(stretch)) }

  private typealias Totals = (count: Double, exposure: Double, squares: Double)

  private func sums(_ stretch: Range<Int>) -> Totals {
    let (first, last) = (stretch.lowerBound, stretch.upperBound)
    return (
      counts[last] - counts[first], exposures[last] - exposures[first],
      squares[last] - squares[first]
    )
  }

  private func sums(_ places: [Int]) -> Totals {
    places.reduce((0, 0, 0)) { total, place in
      let one = sums(place..<place + 1)
      return (total.0 + one.count, total.1 + one.exposure, total.2 + one.squares)
    }
  }

  private func cost(_ sums: Totals) -> Double {
    let (k, m) = (sums.count, sums.exposure)
    guard m > 0 else { return 0 }
    switch family {
    case .share:
      let rest = max(m - k, 0)
      return -2 * (k * logarithm(min(k / m, 1)) + rest * logarithm(rest / m)) / dispersion
    case .count: return -2 * (k * logarithm(k / m) - k) / dispersion
    case .amount: return max(0, sums.squares - k * k / m) / dispersion
    }
  }

  /// The level of a stretch: share, rate or mean; nil where it has no exposure.
  package func level(_ stretch: Range<Int>) -> Double? {
    let m = exposures[stretch.upperBound] - exposures[stretch.lowerBound]
    return m > 0 ? (counts[stretch.upperBound] - counts[stretch.lowerBound]) / m : nil
  }
}

/// 0 ln 0 = 0.
private func logarithm(_ value: Double) -> Double { value > 0 ? log(value) : 0 }

/// The starts of the stretches, after the first, into which a series falls with the least sum of costs
/// and `penalty` for each change.
///
/// PELT: Killick, Fearnhead & Eckley, "Optimal Detection of Changepoints with a Linear Computational
/// Cost", JASA 107 (2012) 1590-1598. Exact: a candidate is dropped only when, `minimum` periods ago, it
/// was already no better than that place itself. Of equally good segmentations the one whose last
/// stretch is longest. Every stretch has at least `minimum` periods; a series shorter than two of
/// them stays whole.
package func optimalSegmentation(
  _ cost: SegmentCost, penalty: Double, minimum: Int = 2
) -> [Int] {
  let (count, shortest) = (cost.count, max(1, minimum))
  guard count >= 2 * shortest else { return [] }
  // The least cost of the first i periods, penalties included, and where their last stretch starts.
  var least = [Double](repeating: .infinity, count: count + 1)
  var last = [Int](repeating: 0, count: count + 1)
  least[0] = -penalty
  var candidates = [0]
  var doomed: [(candidate: Int, at: Int)] = []
  for end in shortest...count {
    for start in candidates where end - start >= shortest {
      let total = least[start] + cost(start..<end) + penalty
      if total < least[end] { (least[end], last[end]) = (total, start) }
    }
    let out = doomed.filter { $0.at <= end }.map(\.candidate)
    if !out.isEmpty {
      candidates.removeAll(where: out.contains)
      doomed.removeAll { $0.at <= end }
    }
    for start in candidates where end - start >= shortest {
      let isHopeless = least[start] + cost(start..<end) >= least[end]
      if isHopeless, !doomed.contains(where: { $0.candidate == start }) {
        doomed.append((start, end + shortest))
      }
    }
    if end + shortest <= count { candidates.append(end) }
  }
  var changes: [Int] = []
  var place = last[count]
  while place > 0 {
    changes.append(place)
    place = last[place]
  }
  return changes.reversed()
}

/// The best single change of level of a series, and how much better two levels are than one.
package struct SingleChange: Hashable, Sendable {
  /// The first period after the change.
  package let start: Int
  /// Share, rate or mean on both sides.
  package let before: Double
  package let after: Double
  /// Twice the log-likelihood ratio; for an amount the share of the sum of squares about one mean that
  /// two means explain.
  package let statistic: Double

  /// Nil where no place has an exposure on both sides.
  package init?(_ series: ShiftSeries, minimum: Int = 1) {
    let cost = SegmentCost(series)
    let whole = cost(0..<series.count)
    var best: (start: Int, gain: Double)?
    let (shortest, count) = (max(1, minimum), series.count)
    guard count >= 2 * shortest else { return nil }
    for start in shortest...(count - shortest) {
      guard cost.level(0..<start) != nil, cost.level(start..<count) != nil else { continue }
      let gain = whole - cost(0..<start) - cost(start..<count)
      if gain > best?.gain ?? -.infinity { best = (start, gain) }
    }
    guard let best, let before = cost.level(0..<best.start),
      let after = cost.level(best.start..<count)
    else { return nil }
    start = best.start
    (self.before, self.after) = (before, after)
    statistic = series.family == .amount && whole > 0 ? best.gain / whole : best.gain
  }
}

extension SegmentCost {
  /// The cost of one level for periods that need not be neighbours.
  package func pooled(_ places: [Int]) -> Double { cost(sums(places)) }

  /// The level of such periods; nil where they have no exposure.
  package func level(ofPlaces places: [Int]) -> Double? {
    let sums = sums(places)
    return sums.exposure > 0 ? sums.count / sums.exposure : nil
  }
}

/// What a change must gain in a segmentation of so many periods: 3 ln n, that of the modified
/// Bayesian information criterion up to the lengths of the stretches (Zhang & Siegmund, Biometrics 63
/// (2007) 22-32).
package func usualPenalty(periods: Int) -> Double { 3 * log(Double(max(2, periods))) }
