import Glibc
import Statistics
import Testing

/// Figures of single changes: R's `Nile` and the coal mining disasters, each computed by an exhaustive search in
/// Python.
@Suite struct SegmentationTests {
  @Test func `the Nile falls after 1898`() throws {
    let series = ShiftSeries(
      counts: nile, exposures: [Double](repeating: 1, count: nile.count), family: .amount)
    let change = try #require(SingleChange(series))
    #expect(1871 + change.start - 1 == 1898)
    #expect(change.before == 1097.75)
    #expect(near(change.after, 849.972222, relative: 1e-8))
  }

  @Test func `coal mines become safer after 1891`() throws {
    let series = ShiftSeries(
      counts: coalDisasters, exposures: [Double](repeating: 1, count: coalDisasters.count),
      family: .count)
    let change = try #require(SingleChange(series))
    #expect(1851 + change.start - 1 == 1891)
    #expect(near(change.before, 3.097561, relative: 1e-6))
    #expect(near(change.after, 0.901408, relative: 1e-6))
    #expect(near(change.statistic, 69.988345, relative: 1e-7))
  }

  @Test(arguments: 0..<300) func `PELT finds what an exhaustive search finds`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 13)
    let family = [ShiftSeries.Family.share, .count, .amount][Int(random.next() % 3)]
    var counts: [Double] = []
    var exposures: [Double] = []
    for place in 0..<count {
      let atRisk = random.next() % 5 == 0 ? 0 : Double(random.next() % 30 + 1)
      let level: UInt64 = place * 2 < count ? 10 : 3
      exposures.append(family == .share ? atRisk : atRisk == 0 ? 0 : 1)
      counts.append(min(Double(random.next() % level), family == .share ? atRisk : 1e9))
    }
    let series = ShiftSeries(counts: counts, exposures: exposures, family: family)
    let cost = SegmentCost(series, dispersion: 0.5 + Double(random.next() % 3))
    let penalty = Double(random.next() % 12)
    let minimum = Int(random.next() % 4)
    let found = optimalSegmentation(cost, penalty: penalty, minimum: minimum)
    let best = naiveSegmentation(count, max(1, minimum)) { starts in
      total(cost, starts, count, penalty)
    }
    #expect(near(total(cost, found, count, penalty), best, relative: 1e-12), "seed \(seed)")
    let bounds = [0] + found + [count]
    if found.count > 0 {
      #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $1 - $0 >= max(1, minimum) })
    }
  }

  @Test func `costs are those of the formulas`() {
    let share = SegmentCost(
      ShiftSeries(counts: [2, 3], exposures: [10, 20], family: .share), dispersion: 2)
    let expected = -2 * (5 * log(5.0 / 30) + 25 * log(25.0 / 30)) / 2
    #expect(near(share(0..<2), expected, relative: 1e-14))
    #expect(share.level(0..<1) == 0.2)
    #expect(near(share.pooled([0, 1]), expected, relative: 1e-14))
    let nobody = SegmentCost(ShiftSeries(counts: [0, 5], exposures: [10, 0], family: .share))
    #expect(nobody(0..<2) == 0)
    #expect(nobody.level(1..<2) == nil)
    let adjusted = SegmentCost(
      ShiftSeries(counts: [2, 4], exposures: [10, 10], family: .share), ratios: [1, 2])
    #expect(adjusted.level(0..<2) == 0.2)
  }

  @Test func `an offset takes a season out`() {
    let months = [1.0, 1, 4, 1, 1, 4, 1, 1, 4, 1, 1, 4]
    let series = ShiftSeries(
      counts: months.map { 10 * $0 }, exposures: months.map { _ in 1 }, family: .count)
    #expect(optimalSegmentation(SegmentCost(series, ratios: months), penalty: 5).isEmpty)
    #expect(!optimalSegmentation(SegmentCost(series), penalty: 5, minimum: 1).isEmpty)
  }

  @Test func `a series too short to be parted has no change`() {
    let one = ShiftSeries(counts: [1], exposures: [1], family: .count)
    #expect(SingleChange(one) == nil)
    #expect(optimalSegmentation(SegmentCost(one), penalty: 1).isEmpty)
    let none = ShiftSeries(counts: [], exposures: [], family: .count)
    #expect(SingleChange(none) == nil)
    #expect(optimalSegmentation(SegmentCost(none), penalty: 1).isEmpty)
  }
}

private func total(_ cost: SegmentCost, _ starts: [Int], _ count: Int, _ penalty: Double) -> Double
{
  let bounds = [0] + starts + [count]
  return zip(bounds, bounds.dropFirst()).reduce(Double(starts.count) * penalty) {
    $0 + cost($1.0..<$1.1)
  }
}

/// The least total over every set of starts with stretches that are long enough.
private func naiveSegmentation(
  _ count: Int, _ minimum: Int, _ total: ([Int]) -> Double
) -> Double {
  var best = total([])
  guard count > 1 else { return best }
  for set in 1..<(1 << (count - 1)) {
    let starts = (1..<count).filter { set >> ($0 - 1) & 1 == 1 }
    let bounds = [0] + starts + [count]
    guard zip(bounds, bounds.dropFirst()).allSatisfy({ $1 - $0 >= minimum }) else { continue }
    best = min(best, total(starts))
  }
  return best
}

/// Disasters in British coal mines a year, 1851-1962 (Jarrett, Biometrika 66 (1979) 191-193; as in the
/// example of PyMC, with a year without any at the end).
private let coalDisasters: [Double] = [
  4, 5, 4, 0, 1, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2,
  2, 3, 4, 2, 1, 3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1,
  0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0,
  1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0,
]
