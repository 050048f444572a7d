import Glibc
import Statistics
import Testing

@Suite struct ShiftScanTests {
  /// Months of churn with a season, as many at risk each month.
  private func series(
    _ seed: UInt64, months: Int = 48, atRisk: Int = 2_000, rate: Double = 0.02, step: Double = 1,
    start: Int = 30, odd: (place: Int, factor: Double)? = nil, season: Double = 0.3
  ) -> ShiftSeries {
    var random = SplitMix64(seed: seed)
    var counts: [Double] = []
    for month in 0..<months {
      var level = rate * (month % 12 == 7 ? exp(season) : 1)
      if month >= start { level *= step }
      if let odd, odd.place == month { level *= odd.factor }
      counts.append(random.binomial(trials: atRisk, probability: level))
    }
    return ShiftSeries(
      counts: counts, exposures: [Double](repeating: Double(atRisk), count: months),
      family: .share, season: 12)
  }

  @Test(arguments: 1...12) func `a doubled rate is placed within a month`(seed: UInt64) throws {
    let scan = try ShiftScan(series(seed, step: 2))
    #expect(scan.isShift, "seed \(seed)")
    #expect(abs(scan.best.start - 30) <= 1, "seed \(seed)")
    #expect(scan.startInterval.contains(30), "seed \(seed)")
    #expect(abs(scan.best.size - log(2)) < 0.35)
    #expect(scan.p <= 0.01)
    let alarm = RunningAlarm(scan.residuals, from: scan.best.start)
    #expect((scan.best.start...scan.best.start + 5).contains(alarm.first ?? -1))
  }

  @Test func `an August that is always high is season and no alarm`() throws {
    var (alarms, lowest) = (0, 2.0)
    for seed: UInt64 in 1...20 {
      let scan = try ShiftScan(series(seed, season: log(2)))
      alarms += scan.isShift || !scan.outliers.isEmpty ? 1 : 0
      lowest = min(lowest, scan.season[7])
    }
    #expect(alarms <= 2)
    #expect(lowest > 0.3)
  }

  @Test func `one odd month is no shift`() throws {
    var (shifts, found) = (0, 0)
    for seed: UInt64 in 1...12 {
      let scan = try ShiftScan(series(seed, odd: (20, 3)))
      shifts += scan.isShift ? 1 : 0
      found += scan.outliers.map(\.place) == [20] ? 1 : 0
    }
    #expect(shifts <= 1)
    #expect(found >= 11)
  }

  @Test func `the same seed gives the same bits, another one nearly the same p`() throws {
    let one = series(5, step: 1.2)
    let first = try ShiftScan(one)
    let again = try ShiftScan(one)
    #expect(first == again && first.p == again.p)
    var options = ShiftScan.Options()
    options.seed = 2
    let other = try ShiftScan(one, options)
    #expect(abs(other.p - first.p) < 0.06)
  }

  @Test func `a fall is found like a rise`() throws {
    let scan = try ShiftScan(series(3, rate: 0.05, step: 0.5))
    #expect(scan.isShift && scan.best.size < -0.4 && abs(scan.best.start - 30) <= 1)
  }

  @Test func `counts and amounts are searched too`() throws {
    var random = SplitMix64(seed: 11)
    let counts = (0..<40).map { random.poisson(mean: $0 < 25 ? 40 : 70) }
    let ones = [Double](repeating: 1, count: 40)
    let ofCounts = try ShiftScan(ShiftSeries(counts: counts, exposures: ones, family: .count))
    #expect(ofCounts.isShift && abs(ofCounts.best.start - 25) <= 1)
    // The same amounts in another unit shift at the same place with the same statistic.
    let amounts = (0..<40).map { ($0 < 25 ? 1000.0 : 1400) + 80 * random.normal() }
    let ofAmounts = try ShiftScan(ShiftSeries(counts: amounts, exposures: ones, family: .amount))
    let larger = try ShiftScan(
      ShiftSeries(counts: amounts.map { 1e6 * $0 - 7e8 }, exposures: ones, family: .amount))
    #expect(ofAmounts.isShift && abs(ofAmounts.best.start - 25) <= 1)
    #expect(ofAmounts.best.start == larger.best.start)
    #expect(near(ofAmounts.best.statistic, larger.best.statistic, relative: 1e-6))
  }

  /// A plain search: every step in a model without season and slope, each fit by a long iteration.
  @Test(arguments: 1...20) func `without season the statistic is the binomial one`(seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let count = 8 + Int(random.next() % 12)
    let exposures = (0..<count).map { _ in Double(200 + random.next() % 300) }
    let counts = exposures.enumerated().map { place, atRisk in
      random.binomial(trials: Int(atRisk), probability: place < count / 2 ? 0.1 : 0.35)
    }
    let one = ShiftSeries(
      counts: counts, exposures: exposures, family: .share, season: 1, periodsPerYear: 1e9)
    let scan = try ShiftScan(one)
    func likelihood(_ places: Range<Int>) -> Double {
      let k = places.reduce(0) { $0 + counts[$1] }
      let m = places.reduce(0) { $0 + exposures[$1] }
      return k * log(k / m) + (m - k) * log(1 - k / m)
    }
    let best = (2...(count - 2)).map { start in
      (start, 2 * (likelihood(0..<start) + likelihood(start..<count) - likelihood(0..<count)))
    }.max { $0.1 < $1.1 }
    let statistic = try #require(best)
    // A ramp may fit better still; the slope is measured in units so long that it plays no part.
    #expect(scan.best.statistic * scan.dispersion >= statistic.1 * (1 - 1e-4) - 0.1, "seed \(seed)")
    if scan.best.shape == .step {
      #expect(near(scan.best.statistic * scan.dispersion, statistic.1, relative: 2e-3))
    }
  }

  @Test func `what cannot be searched is refused`() {
    func refusal(_ counts: [Double], _ exposures: [Double]? = nil) -> ShiftError? {
      do {
        _ = try ShiftScan(
          ShiftSeries(
            counts: counts, exposures: exposures ?? counts.map { _ in 10 }, family: .share))
        return nil
      } catch { return error }
    }
    #expect(refusal([]) == .tooShort(used: 0, needed: 8))
    #expect(refusal([1, 2, 3]) == .tooShort(used: 3, needed: 8))
    #expect(refusal([Double](repeating: 0, count: 20)) == .constant)
    #expect(refusal([Double](repeating: 10, count: 20)) == .constant)
    #expect(refusal([Double](repeating: 11, count: 20)) == .notUsable(place: 0))
    #expect(refusal([1, -1] + [Double](repeating: 1, count: 9)) == .notUsable(place: 1))
    #expect(refusal([1, .nan] + [Double](repeating: 1, count: 9)) == .notUsable(place: 1))
    #expect(refusal([1], [1, 2]) == .notUsable(place: 0))
  }

  @Test(arguments: 0..<60) func `no series breaks the search`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 30)
    let exposures = (0..<count).map { _ in
      random.next() % 4 == 0 ? 0 : Double(random.next() % 8) * (seed % 7 == 0 ? 1e6 : 1)
    }
    let counts = exposures.map { ($0 * random.uniform()).rounded() }
    let family = [ShiftSeries.Family.share, .count, .amount][Int(seed % 3)]
    var options = ShiftScan.Options()
    options.permutations = 20
    options.minimum = Int(seed % 4)
    let scan = try? ShiftScan(
      ShiftSeries(
        counts: counts, exposures: exposures, family: family, season: seed % 2 == 0 ? 4 : 1),
      options)
    guard let scan else { return }
    #expect(scan.best.statistic.isFinite && scan.dispersion.isFinite, "seed \(seed)")
    #expect(scan.p > 0 && scan.p <= 1)
    #expect(scan.startInterval.contains(scan.best.start))
    #expect(!scan.residuals.contains { !$0.isFinite })
  }
}
