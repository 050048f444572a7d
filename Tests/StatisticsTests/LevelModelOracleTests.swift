import Glibc
import Testing

@testable import Statistics

/// The model behind `shifts` and `season` against the same penalised likelihood climbed with full normal
/// equations by Gaussian elimination: one column each for level, slope, twelve months and the shape.
@Suite struct LevelModelOracleTests {
  @Test(arguments: 0..<200) func `season, slope and shape are the maximum of the likelihood`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let months = 14 + Int(random.next() % 30)
    let family = [ShiftSeries.Family.share, .count][Int(seed % 2)]
    let exposures = (0..<months).map { _ in
      random.next() % 10 == 0 ? 0 : Double(50 + random.next() % 2_000)
    }
    let counts = exposures.map { atRisk in
      atRisk == 0
        ? 0 : random.binomial(trials: Int(atRisk), probability: 0.01 + random.uniform() / 9)
    }
    let series = ShiftSeries(
      counts: counts, exposures: exposures, family: family, season: 12,
      phase: Int(random.next() % 12))
    guard series.usedCount >= ShiftSeries.fewestPeriods, counts.contains(where: { $0 > 0 }) else {
      return
    }
    var options = ShiftScan.Options()
    options.permutations = 0
    var search = ShiftSearch(series, options)
    search.run()
    let (model, fit) = (search.model, search.bestFit)
    let shape = search.shapes[search.bestIndex].values
    let naive = NaiveLevel(
      series, shape: shape, seasonPenalty: model.seasonPenalty, slopePenalty: model.slopePenalty)
    #expect(abs(naive.coefficients[0] - fit.intercept) < 1e-6, "seed \(seed)")
    #expect(abs(naive.coefficients[1] - fit.slope) < 1e-6, "seed \(seed)")
    for month in 0..<12 {
      #expect(abs(naive.coefficients[2 + month] - fit.season[month]) < 1e-6, "seed \(seed)")
    }
    #expect(abs(naive.coefficients[14] - fit.size) < 1e-6, "seed \(seed)")
    #expect(abs(naive.likelihood - fit.likelihood) < 1e-6, "seed \(seed)")
    // The index that season prints: the rates of the months over their mean.
    guard series.usedCount >= 24 else { return }
    let index = try SeasonalIndex(series)
    #expect(abs(index.index.reduce(0, +) / 12 - 1) < 1e-12, "seed \(seed)")
    for (value, interval) in zip(index.index, index.intervals) {
      #expect(interval.low <= value && value <= interval.high, "seed \(seed)")
    }
    #expect((0...1).contains(index.strength), "seed \(seed)")
  }
}

private struct NaiveLevel {
  private(set) var coefficients = [Double](repeating: 0, count: 15)
  private(set) var likelihood = 0.0

  init(_ series: ShiftSeries, shape: [Double], seasonPenalty: Double, slopePenalty: Double) {
    let places = series.counts.indices.filter { series.exposures[$0] > 0 }
    let rows = places.map { place -> [Double] in
      var row = [Double](repeating: 0, count: 15)
      row[0] = 1
      row[1] = (Double(place) - Double(series.counts.count - 1) / 2) / 12
      row[2 + (series.phase + place) % 12] = 1
      row[14] = shape[place]
      return row
    }
    // The search pulls the shape faintly to 0, so that it stays finite; its likelihood leaves that out.
    let penalties = [0, slopePenalty] + [Double](repeating: seasonPenalty, count: 12) + [1e-3]
    let lost = places.reduce(0) { $0 + series.counts[$1] }
    coefficients[0] = log(lost / places.reduce(0) { $0 + series.exposures[$1] })
    for _ in 0..<60 {
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: 16), count: 15)
      likelihood = 0
      for (row, place) in zip(rows, places) {
        let level = zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        let (k, n) = (series.counts[place], series.exposures[place])
        let isShare = series.family == .share
        let mean = isShare ? n / (1 + exp(-level)) : n * exp(level)
        let weight = isShare ? mean * (1 - mean / n) : mean
        likelihood += isShare ? k * level - n * log1p(exp(level)) : k * level - mean
        for i in 0..<15 where row[i] != 0 {
          for j in 0..<15 { matrix[i][j] += weight * row[i] * row[j] }
          matrix[i][15] += row[i] * (k - mean)
        }
      }
      for i in 0..<15 {
        matrix[i][i] += penalties[i]
        matrix[i][15] -= penalties[i] * coefficients[i]
        if i < 14 { likelihood -= penalties[i] * coefficients[i] * coefficients[i] / 2 }
      }
      let step = solved(matrix)
      for i in 0..<15 { coefficients[i] += max(-1, min(1, step[i])) }
    }
  }

  private func solved(_ system: [[Double]]) -> [Double] {
    var rows = system
    for column in rows.indices {
      let pivot =
        (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      for other in rows.indices where other != column {
        let factor = rows[other][column] / rows[column][column]
        for place in column...rows.count { rows[other][place] -= factor * rows[column][place] }
      }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
  }
}
