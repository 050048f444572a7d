import Statistics
import Testing

@Suite("Yearly equivalents")
struct YearlyEquivalentTests {
  @Test(
    "of a month, both ways",
    arguments: [(0.20, 1.842347), (0.25, 2.368842), (0.21528328, 2.0)])
  func months(yearly: Double, monthlyPercent: Double) throws {
    let month = try #require(periodEquivalent(yearlyRate: yearly, periodsPerYear: 12))
    #expect(abs(100 * month - monthlyPercent) < 1e-6)
    let back = try #require(yearlyEquivalent(rate: month, periodsPerYear: 12))
    #expect(near(back, yearly, relative: 1e-14))
  }

  @Test("keep the digits of tiny rates")
  func tiny() throws {
    let day = try #require(yearlyEquivalent(rate: 1e-15, periodsPerYear: 365.25))
    #expect(near(day, 365.25e-15, relative: 1e-12))
  }

  @Test("are the rate itself for a year, 0 for 0 and 1 for 1")
  func ends() {
    #expect(yearlyEquivalent(rate: 0.5, periodsPerYear: 1) == 0.5)
    #expect(yearlyEquivalent(rate: 0, periodsPerYear: 12) == 0)
    #expect(yearlyEquivalent(rate: 1, periodsPerYear: 12) == 1)
    #expect(periodEquivalent(yearlyRate: 1, periodsPerYear: 12) == 1)
  }

  @Test("do not exist for a rate above 1 or below 0, or without periods")
  func undefined() {
    #expect(yearlyEquivalent(rate: 1.01, periodsPerYear: 12) == nil)
    #expect(yearlyEquivalent(rate: -0.01, periodsPerYear: 12) == nil)
    #expect(yearlyEquivalent(rate: .nan, periodsPerYear: 12) == nil)
    #expect(yearlyEquivalent(rate: 0.1, periodsPerYear: 0) == nil)
    #expect(periodEquivalent(yearlyRate: 0.1, periodsPerYear: 0) == nil)
    #expect(periodEquivalent(yearlyRate: 0.1, periodsPerYear: -12) == nil)
  }
}
