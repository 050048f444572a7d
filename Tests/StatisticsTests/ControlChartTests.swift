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
}
