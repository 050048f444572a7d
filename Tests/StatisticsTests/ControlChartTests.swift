import Statistics
import Testing

@Suite("The p-chart")
struct ControlChartTests {
  /// Montgomery, "Introduction to Statistical Quality Control" (1991): nonconforming orange juice
  /// cans in 30 samples of 50; published mean .2313, limits .0524 and .4102, samples 15 and 23 out.
  private let cans: [Double] = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12,
    7, 13, 9, 6,
  ]

  @Test("gives the published limits and signals of the orange juice cans")
  func orangeJuice() throws {
    let sizes = cans.map { _ in 50.0 }
    let chart = try #require(ControlChart(numerators: cans, denominators: sizes))
    let limits = try #require(chart.limits(denominator: 50))
    #expect(abs(chart.centre - 0.23133333) < 5e-9)
    #expect(abs(limits.low - 0.05242755) < 5e-9)
    #expect(abs(limits.high - 0.41023912) < 5e-9)
    let outside = cans.indices.filter { chart.isOutside(numerator: cans[$0], denominator: 50) }
    #expect(outside.map { $0 + 1 } == [15, 23])
  }

  @Test("weighs periods by their denominators and leaves empty ones out")
  func weights() throws {
    let chart = try #require(ControlChart(numerators: [1, 30, 7], denominators: [10, 90, 0]))
    #expect(chart.centre == 0.31)
    let small = try #require(chart.limits(denominator: 10))
    let large = try #require(chart.limits(denominator: 90))
    #expect(small.low == 0)
    #expect(large.low > 0 && large.high < small.high)
    #expect(chart.limits(denominator: 0) == nil)
    #expect(!chart.isOutside(numerator: 5, denominator: 0))
  }

  @Test("does not exist without any usable period or for shares above 1")
  func undefined() {
    #expect(ControlChart(numerators: [], denominators: []) == nil)
    #expect(ControlChart(numerators: [1], denominators: [0]) == nil)
    #expect(ControlChart(numerators: [1, 2], denominators: [3]) == nil)
    #expect(ControlChart(numerators: [5], denominators: [2]) == nil)
  }

  /// Shares of 36 months, five times those of the centre in August, and their own scatter.
  private func seasonal(years: Int, august: Double, size: Double) -> (
    numerators: [Double], denominators: [Double], seasons: [Int]
  ) {
    let months = 0..<12 * years
    let scatter = [-3.0, 2, 0, 1, -1]
    return (
      months.map { ($0 % 12 == 7 ? august : 20) + scatter[$0 % 5] }, months.map { _ in size },
      months.map { $0 % 12 }
    )
  }

  @Test("gives each season its own centre where three years differ by more than chance")
  func seasons() throws {
    let data = seasonal(years: 3, august: 60, size: 900)
    let chart = try #require(
      ControlChart(
        numerators: data.numerators, denominators: data.denominators, seasons: data.seasons,
        seasonCount: 12))
    // August's three values, by hand: 60 + 0, 60 - 1 and 60 + 1 or the like, of 2700.
    let august = [7, 19, 31].reduce(0) { $0 + data.numerators[$1] } / 2700
    #expect(chart.seasonalCentres.count == 12)
    #expect(chart.seasonalCentres[7] == august)
    #expect(try #require(chart.seasonP) < 1e-6)
    #expect(chart.sigmaZ == 1)
    for index in data.numerators.indices {
      #expect(
        !chart.isOutside(
          numerator: data.numerators[index], denominator: 900, season: data.seasons[index]))
    }
    // A chart without seasons cries every August.
    let plain = try #require(
      ControlChart(numerators: data.numerators, denominators: data.denominators))
    #expect(plain.isOutside(numerator: 60, denominator: 900))
    #expect(chart.isOutside(numerator: 60, denominator: 900, season: 6))
  }

  @Test("leaves seasons out with two years, and where chance could part them")
  func noSeasons() throws {
    for (years, august) in [(2, 60.0), (3, 22), (6, 20)] {
      let data = seasonal(years: years, august: august, size: 900)
      let chart = try #require(
        ControlChart(
          numerators: data.numerators, denominators: data.denominators, seasons: data.seasons,
          seasonCount: 12))
      #expect(chart.seasonalCentres.isEmpty)
      #expect(chart.centre(season: 7) == chart.centre)
      #expect((chart.seasonP == nil) == (years < 3))
    }
  }

  /// Laney's p' as published: sigma_z from the mean moving range of the z-scores over 1.128.
  @Test("widens its limits by Laney's factor where large counts scatter more than chance lets them")
  func laney() throws {
    let lost: [Double] = [310, 190, 250, 340, 180, 230, 320, 260, 170, 350, 240, 200]
    let sizes: [Double] = [
      10_000, 9_800, 10_100, 10_050, 9_900, 10_000, 10_200, 9_950, 10_000, 10_100, 9_900, 10_000,
    ]
    let chart = try #require(
      ControlChart(
        numerators: lost, denominators: sizes, seasons: lost.map { _ in 0 }, seasonCount: 1))
    let p = lost.reduce(0, +) / sizes.reduce(0, +)
    var ranges = 0.0
    for index in 1..<lost.count {
      func z(_ index: Int) -> Double {
        (lost[index] / sizes[index] - p) / (p * (1 - p) / sizes[index]).squareRoot()
      }
      ranges += abs(z(index) - z(index - 1))
    }
    let sigmaZ = ranges / Double(lost.count - 1) / 1.128
    #expect(sigmaZ > 4)
    #expect(abs(chart.sigmaZ - sigmaZ) < 1e-12)
    let limits = try #require(chart.limits(denominator: 10_000))
    #expect(abs(limits.high - p - 3 * sigmaZ * (p * (1 - p) / 10_000).squareRoot()) < 1e-15)
    #expect(
      lost.indices.allSatisfy { !chart.isOutside(numerator: lost[$0], denominator: sizes[$0]) })
    // The same shares of a hundredth as many are what chance gives, and so are small samples.
    let few = try #require(
      ControlChart(
        numerators: cans, denominators: cans.map { _ in 50 }, seasons: cans.map { _ in 0 },
        seasonCount: 1))
    #expect(few.sigmaZ == 1)
  }
}
