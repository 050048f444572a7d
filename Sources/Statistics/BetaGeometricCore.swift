import Glibc

/// What BG/NBD (`chancesAtStart` 0) and MBG/NBD (1) have in common: a customer with x repeat
/// purchases has survived x + `chancesAtStart` chances of stopping, or stopped at the last of them.
struct BetaGeometricCore: Sendable {
  let r: Double
  let alpha: Double
  let a: Double
  let b: Double
  /// 0 or 1.
  let chancesAtStart: Double

  init(parameters: [Double], chancesAtStart: Double) {
    (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
    self.chancesAtStart = chancesAtStart
  }

  func logLikelihood(_ history: PurchaseHistory) -> Double {
    let x = history.repeats
    let chances = x + chancesAtStart
    let buying = logRising(r, x) - x * log(alpha) - (r + x) * log1p(history.length / alpha)
    let staying = logRising(b, chances) - logRising(a + b, chances)
    return buying + staying + softplus(logOddsOfStopping(history))
  }

  func probabilityAlive(_ history: PurchaseHistory) -> Double {
    inverseLogit(-logOddsOfStopping(history))
  }

  func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double {
    guard time > 0 else { return 0 }
    return probabilityAlive(history)
      * purchasesUntilStopping(
        shape: r + history.repeats, time: time / (alpha + history.length), a: a,
        b: b + history.repeats + chancesAtStart)
  }

  func expectedPurchases(ofNewcomerWithin time: Double) -> Double {
    guard time > 0 else { return 0 }
    let staying = chancesAtStart > 0 ? b / (a + b) : 1
    return staying
      * purchasesUntilStopping(shape: r, time: time / alpha, a: a, b: b + chancesAtStart)
  }

  func drawPurchases(
    after history: PurchaseHistory, until horizon: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    guard generator.uniform() < probabilityAlive(history) else { return [] }
    let x = history.repeats
    let rate = generator.gamma(shape: r + x) / (alpha + history.length)
    let stopping = generator.beta(a, b + x + chancesAtStart)
    var times: [Double] = []
    var time = generator.exponential() / rate
    while time <= horizon {
      times.append(time)
      if generator.uniform() < stopping || times.count >= mostDraws { break }
      time += generator.exponential() / rate
    }
    return times
  }

  /// The logarithm of P(stopped) / P(alive); minus infinity where there was no chance to stop.
  private func logOddsOfStopping(_ history: PurchaseHistory) -> Double {
    let x = history.repeats
    guard x + chancesAtStart > 0 else { return -.infinity }
    return log(a) - log(b + x + chancesAtStart - 1)
      + (r + x) * log1p((history.length - history.recency) / (alpha + history.recency))
  }
}

extension BetaGeometricCore {
  func slopes(_ histories: PurchaseHistories) -> Slopes {
    var sums = Sums()
    var row = 0
    while row < histories.distinct.count {
      let repeats = histories.distinct[row].repeats
      var end = row
      while end < histories.distinct.count, histories.distinct[end].repeats == repeats { end += 1 }
      add(histories, row..<end, repeats, to: &sums)
      row = end
    }
    let n = histories.customers
    return Slopes(
      value: -sums.logLikelihood / n,
      gradient: [
        -r * sums.r / n, -alpha * sums.alpha / n, -a * sums.a / n, -b * sums.b / n,
      ])
  }

  private struct Sums {
    var logLikelihood = 0.0
    var r = 0.0
    var alpha = 0.0
    var a = 0.0
    var b = 0.0
  }

  /// The customers with the same x: gamma functions once, two logarithms and an exponential for
  /// each distinct history.
  private func add(
    _ histories: PurchaseHistories, _ rows: Range<Int>, _ x: Double, to sums: inout Sums
  ) {
    let chances = x + chancesAtStart
    let exponent = r + x
    let logOdds = chances > 0 ? log(a) - log(b + chances - 1) : 0
    var (customers, softpluses, stopped, logLengths, logRatios) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var inverseTimes = 0.0
    var (length, logLength, inverse) = (-1.0, 0.0, 0.0)
    for row in rows {
      let history = histories.distinct[row]
      let count = histories.counts[row]
      if history.length != length {
        length = history.length
        logLength = log1p(length / alpha)
        inverse = 1 / (alpha + length)
      }
      customers += count
      logLengths += count * logLength
      guard chances > 0 else {
        inverseTimes += count * inverse
        continue
      }
      let inverseRecency = 1 / (alpha + history.recency)
      let logRatio = log1p((length - history.recency) * inverseRecency)
      let odds = logOdds + exponent * logRatio
      let rest = exp(-abs(odds))
      let share = odds > 0 ? 1 / (1 + rest) : rest / (1 + rest)
      softpluses += count * (max(odds, 0) + log1p(rest))
      stopped += count * share
      logRatios += count * share * logRatio
      inverseTimes += count * (share * inverseRecency + (1 - share) * inverse)
    }
    sums.logLikelihood += customers * (logRising(r, x) - x * log(alpha))
    sums.logLikelihood += softpluses - exponent * logLengths
    sums.r += customers * (x > 0 ? digamma(r + x) - digamma(r) : 0) - logLengths + logRatios
    sums.alpha += customers * r / alpha - exponent * inverseTimes
    guard chances > 0 else { return }
    sums.logLikelihood += customers * (logRising(b, chances) - logRising(a + b, chances))
    let fromBoth = digamma(a + b) - digamma(a + b + chances)
    sums.a += customers * fromBoth + stopped / a
    sums.b += customers * (fromBoth + digamma(b + chances) - digamma(b))
    sums.b -= stopped / (b + chances - 1)
  }

  static func starts(rate: Double) -> [[Double]] {
    [(0.25, 0.8, 2.5), (0.5, 0.3, 3), (1, 1, 1), (2, 0.5, 10), (4, 0.1, 1)].map { r, a, b in
      [log(r), log(r / rate), log(a), log(b)]
    }
  }

  static func meaning(runaways: [Int], _ parameters: [Double]) -> String {
    if runaways.contains(0) || runaways.contains(1) {
      return parameters[0] > 1
        ? "all customers seem to buy at one and the same rate"
        : "hardly anybody buys again"
    }
    if runaways.contains(2),
      parameters[2] < 1 || !runaways.contains(3) || parameters[2] / parameters[3] < 1e-3
    {
      return "nobody seems to have stopped buying"
    }
    return "all customers seem to have the same chance of stopping"
  }
}

/// A rate that is absurdly high must not fill the memory.
let mostDraws = 1_000_000

/// log(1 + exp(u)).
func softplus(_ u: Double) -> Double { max(u, 0) + log1p(exp(-abs(u))) }
