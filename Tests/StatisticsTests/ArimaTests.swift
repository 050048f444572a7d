import Glibc
import Testing

@testable import Statistics

@Suite("Seasonal ARIMA")
struct ArimaTests {
  private static let logs = airPassengers.map { log($0) }

  /// The airline model: R's documentation of `arima` prints ma1 -.4018, sma1 -.5569, sigma^2 .001348,
  /// log likelihood 244.7 (Box & Jenkins 1976, series G).
  @Test("the airline model of the logarithms is as published")
  func airline() throws {
    let fit = try #require(
      Arima(Self.logs, order: ArimaOrder(0, 1, 1, seasonal: (0, 1, 1)), season: 12))
    #expect(abs(fit.coefficients.ma[0] + 0.4018) < 5e-5)
    #expect(abs(fit.coefficients.seasonalMa[0] + 0.5569) < 5e-5)
    #expect(abs(fit.variance - 0.001348) < 5e-7)
    #expect(abs(fit.logLikelihood - 244.7) < 0.05)
    #expect(fit.name == "ARIMA(0,1,1)(0,1,1)[12]")
  }

  /// statsforecast 2.1.1, `arima(y, order, seasonal, method="CSS-ML")`: its likelihood at its own optimum,
  /// which ours may exceed but not miss by more than 0.1.
  @Test("is as likely as statsforecast on given orders", arguments: 0..<11)
  func references(row: Int) throws {
    let rows: [(isLog: Bool, ArimaOrder, Double)] = [
      (false, ArimaOrder(0, 1, 1, seasonal: (0, 1, 1)), -507.5036826403737),
      (false, ArimaOrder(2, 1, 1, seasonal: (0, 1, 0)), -510.0260025382169),
      (false, ArimaOrder(1, 1, 1, seasonal: (1, 1, 1)), -506.3829789275734),
      (false, ArimaOrder(1, 1, 0, hasConstant: true), -698.736857628215),
      (false, ArimaOrder(3, 0, 0, hasConstant: true), -700.171153061335),
      (false, ArimaOrder(0, 1, 2), -695.5587515207266),
      (false, ArimaOrder(1, 0, 0, seasonal: (2, 1, 1), hasConstant: true), -509.59692111416985),
      (true, ArimaOrder(1, 1, 1, seasonal: (1, 1, 1)), 243.45997864934026),
      (true, ArimaOrder(2, 0, 1, seasonal: (1, 0, 0), hasConstant: true), 238.7149053422228),
      (true, ArimaOrder(1, 1, 0, hasConstant: true), 120.69199783280155),
      (true, ArimaOrder(3, 0, 0, hasConstant: true), 122.20475916360883),
    ]
    let (isLog, order, reference) = rows[row]
    let fit = try #require(Arima(isLog ? Self.logs : airPassengers, order: order, season: 12))
    #expect(fit.logLikelihood >= reference - 0.1, "\(fit.name) \(fit.logLikelihood)")
    // A pure autoregression has one maximum, which both find.
    if order.p == 3 {
      #expect(near(fit.logLikelihood, reference, relative: 1e-9))
      let path = fit.paths(from: 144, horizon: 3).path(from: 144)
      let forecasts =
        isLog
        ? [6.10591106, 6.08586248, 6.06154611] : [456.72591237, 451.52324233, 438.21985576]
      #expect(zip(path, forecasts).allSatisfy { near($0, $1, relative: 1e-5) })
    }
  }

  /// log N(0, S) with S built from 3,000 psi weights.
  private static func naive(_ series: [Double], ar: [Double], ma: [Double]) -> Double {
    var psi = [1.0]
    for j in 1..<3_000 {
      psi.append(j <= ma.count ? ma[j - 1] : 0)
      for i in 0..<min(ar.count, j) { psi[j] += ar[i] * psi[j - 1 - i] }
    }
    let count = series.count
    let gamma = (0..<count).map { lag in
      (0..<(psi.count - lag)).reduce(0.0) { $0 + psi[$1] * psi[$1 + lag] }
    }
    var lower = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var (logs, sum) = (0.0, 0.0)
    var solved = [Double](repeating: 0, count: count)
    for i in 0..<count {
      for j in 0...i {
        let rest = (0..<j).reduce(gamma[i - j]) { $0 - lower[i][$1] * lower[j][$1] }
        lower[i][j] = i == j ? rest.squareRoot() : rest / lower[j][j]
      }
      solved[i] =
        (0..<i).reduce(series[i]) { $0 - lower[i][$1] * solved[$1] } / lower[i][i]
      logs += 2 * log(lower[i][i])
      sum += solved[i] * solved[i]
    }
    let variance = sum / Double(count)
    return -0.5 * (Double(count) * (log(2 * .pi * variance) + 1) + logs)
  }

  @Test("the likelihood is that of the normal law with its covariances", arguments: 1...12)
  func exact(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let (p, q) = (seed % 4, (seed / 2) % 3)
    let order = ArimaOrder(p, 0, q, seasonal: (seed % 2, 0, (seed / 3) % 2))
    let free = (0..<order.coefficientCount).map { _ in 0.5 * generator.normal() }
    let coefficients = ArimaCoefficients(order: order, free: free)
    let (ar, ma) = (
      coefficients.autoregressive(season: 4), coefficients.movingAverage(season: 4)
    )
    let series = (0..<24).map { _ in generator.normal() }
    let found = try #require(
      ArimaLikelihood(series: series, hasConstant: false).innovations(ar: ar, ma: ma))
    #expect(near(found.logLikelihood, Self.naive(series, ar: ar, ma: ma), relative: 1e-8))
  }

  /// (1 - .6 B) w = (1 + .5 B) e, with a level.
  private static func drawn(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    var (last, before) = (0.0, 0.0)
    return (0..<(count + 50)).map { _ in
      let shock = generator.normal()
      last = 0.6 * last + shock + 0.5 * before
      before = shock
      return 20 + last
    }.suffix(count)
  }

  @Test("known weights come back, and no neighbour is likelier", arguments: [1, 2, 3])
  func optimum(seed: UInt64) throws {
    let series = Self.drawn(300, seed: seed)
    let order = ArimaOrder(1, 0, 1, hasConstant: true)
    let fit = try #require(Arima(series, order: order, season: 1))
    #expect(abs(fit.coefficients.ar[0] - 0.6) < 0.2 && abs(fit.coefficients.ma[0] - 0.5) < 0.2)
    #expect(abs(fit.constant - 20) < 1.5 && abs(fit.variance - 1) < 0.25)
    let likelihood = ArimaLikelihood(series: series, hasConstant: true)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<334 {
      let size = exp(-8 * generator.uniform())
      let found = likelihood.innovations(
        ar: [fit.coefficients.ar[0] + size * generator.normal()],
        ma: [fit.coefficients.ma[0] + size * generator.normal()])
      #expect(found?.logLikelihood ?? -.infinity <= fit.logLikelihood + 1e-6)
    }
  }

  @Test("forecasts follow the scale of the series, and its level")
  func scale() throws {
    let series = Self.drawn(80, seed: 5)
    let order = ArimaOrder(1, 0, 1, hasConstant: true)
    let plain = try #require(Arima(series, order: order, season: 1))
    let moved = try #require(Arima(series.map { 1000 * $0 + 7 }, order: order, season: 1))
    let (one, other) = (
      plain.paths(from: 80, horizon: 4).path(from: 80),
      moved.paths(from: 80, horizon: 4).path(from: 80)
    )
    #expect(zip(one, other).allSatisfy { near(1000 * $0 + 7, $1, relative: 1e-4) })
    // h steps ahead an autoregression returns to its mean by the h-th power of its weight.
    let auto = try #require(
      Arima(series, order: ArimaOrder(1, 0, 0, hasConstant: true), season: 1))
    let path = auto.paths(from: 80, horizon: 3).path(from: 80)
    let weight = auto.coefficients.ar[0]
    let expected = auto.constant + pow(weight, 3) * (series[79] - auto.constant)
    #expect(near(path[2], expected, relative: 1e-9))
    let factors = auto.varianceFactors(horizon: 3)
    #expect(near(factors[2], 1 + pow(weight, 2) + pow(weight, 4), relative: 1e-12))
  }

  @Test("the search differences what drifts and refuses what never moves")
  func search() throws {
    #expect(arima([3, 3, 3, 3, 3, 3, 3, 3], season: 1) == nil)
    #expect(arima([1, 2], season: 12) == nil)
    var (level, generator) = (0.0, SeededGenerator(seed: 4))
    let walk = (0..<60).map { _ in
      level += generator.normal()
      return level
    }
    #expect(differencesNeeded(walk) == 1)
    #expect(differencesNeeded(walk.indices.dropFirst().map { walk[$0] - walk[$0 - 1] }) == 0)
    #expect(seasonalStrength(airPassengers, season: 12) > 0.64)
    let quarters = walk.prefix(32).enumerated().map { 0.2 * $1 + [9, -4, 2, -7][$0 % 4] }
    let fit = try #require(arima(quarters, season: 4))
    #expect(fit.order.seasonalD == 1)
    let forecast = try Statistics.forecast(
      walk.prefix(30).map { Optional($0) }, kind: .amount, season: nil, horizon: 3, method: .arima)
    #expect(forecast.method == .arima && forecast.members[0].name.hasPrefix("ARIMA("))
    #expect(zip(forecast.lower80, forecast.mean).allSatisfy { $0 < $1 })
  }
}
