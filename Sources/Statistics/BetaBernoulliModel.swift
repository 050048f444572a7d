import Glibc

/// BG/BB: opportunities to buy come one by one; while alive a customer takes each with a chance out
/// of Beta(alpha, beta), and stops for good before each with a chance out of Beta(gamma, delta).
///
/// L = B(alpha+x, beta+n-x)/B(alpha, beta) B(gamma, delta+n)/B(gamma, delta) + the sum over
/// i = 0..<n-t_x of B(alpha+x, beta+t_x-x+i)/B(alpha, beta) B(gamma+1, delta+t_x+i)/B(gamma, delta):
/// Fader, Hardie & Shang, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting",
/// Marketing Science 29 (2010) 1086-1108. T is n, t_x the opportunity last taken, both rounded to
/// whole opportunities; the first purchase is not counted.
package struct BetaBernoulliModel: PurchaseModel {
  package static let parameterNames = ["alpha", "beta", "gamma", "delta"]
  package static let parameterDimensions = [0, 0, 0, 0]
  let alpha: Double
  let beta: Double
  let gamma: Double
  let delta: Double

  package init(parameters: [Double]) {
    (alpha, beta, gamma, delta) = (parameters[0], parameters[1], parameters[2], parameters[3])
  }

  package func logLikelihood(_ history: PurchaseHistory) -> Double {
    let row = Opportunities(history)
    return logOfLiving(row) + softplus(stopping(row).logOdds)
  }

  /// That the customer is alive at the last opportunity seen.
  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    inverseLogit(-stopping(Opportunities(history)).logOdds)
  }

  /// That the customer is alive `opportunities` after the last one seen: the paper's eq 11.
  package func probabilityAlive(_ history: PurchaseHistory, after opportunities: Int) -> Double {
    let n = Opportunities(history).all
    return (0..<max(0, opportunities)).reduce(probabilityAlive(history)) {
      $0 * (delta + n + Double($1)) / (gamma + delta + n + Double($1))
    }
  }

  package func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double {
    let row = Opportunities(history)
    let share = (alpha + row.taken) / (alpha + beta + row.all)
    return probabilityAlive(history) * share * livedOpportunities(after: row.all, time)
  }

  package func expectedPurchases(ofNewcomerWithin time: Double) -> Double {
    alpha / (alpha + beta) * livedOpportunities(after: 0, time)
  }

  package func drawPurchases(
    after history: PurchaseHistory, until horizon: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    let row = Opportunities(history)
    guard generator.uniform() < probabilityAlive(history) else { return [] }
    let buying = generator.beta(alpha + row.taken, beta + row.all - row.taken)
    let stopping = generator.beta(gamma, delta + row.all)
    var times: [Double] = []
    var time = 1.0
    while time <= horizon, time <= Double(mostDraws) {
      if generator.uniform() < stopping { break }
      if generator.uniform() < buying { times.append(time) }
      time += 1
    }
    return times
  }

  /// The opportunities that one who is alive after `seen` of them will live to see out of the next
  /// `time`; a fraction of one counts in proportion.
  private func livedOpportunities(after seen: Double, _ time: Double) -> Double {
    var sum = 0.0
    var living = 1.0
    var place = 0.0
    while place < time, living > 1e-18 {
      living *= (delta + seen + place) / (gamma + delta + seen + place)
      sum += living * min(1, time - place)
      place += 1
    }
    return sum
  }

  private func logOfLiving(_ row: Opportunities) -> Double {
    logRising(alpha, row.taken) + logRising(beta, row.all - row.taken)
      - logRising(alpha + beta, row.all) + logRising(delta, row.all)
      - logRising(gamma + delta, row.all)
  }
}

/// x, t_x and n as whole opportunities.
private struct Opportunities {
  let taken: Double
  let last: Double
  let all: Double

  init(_ history: PurchaseHistory) {
    all = max(history.length.rounded(), history.repeats)
    last = min(max(history.recency.rounded(), history.repeats), all)
    taken = history.repeats
  }
}

extension BetaBernoulliModel {
  package static func slopes(_ histories: PurchaseHistories, _ parameters: [Double]) -> Slopes {
    let model = BetaBernoulliModel(parameters: parameters)
    let atStart = model.digammas(0, 0, 0)
    var value = 0.0
    var gradient = [0.0, 0, 0, 0]
    for (history, count) in zip(histories.distinct, histories.counts) {
      let row = Opportunities(history)
      let stopping = model.stopping(row)
      let share = inverseLogit(stopping.logOdds)
      let living = model.digammas(row.taken, row.all - row.taken, row.all)
      value += count * (model.logOfLiving(row) + softplus(stopping.logOdds))
      for index in 0..<4 {
        gradient[index] +=
          count * (living[index] - atStart[index] + share * stopping.slopes[index])
      }
    }
    let n = histories.customers
    return Slopes(value: -value / n, gradient: zip(gradient, parameters).map { -$0 * $1 / n })
  }

  package static func starts(rate: Double) -> [[Double]] {
    let share = min(max(rate, 0.01), 0.95)
    return [(1.0, 0.5, 3.0), (3, 1, 10), (1, 1, 1), (0.5, 0.3, 5)].map { precision, gamma, delta in
      [
        log(2 * precision * share), log(2 * precision * (1 - share)), log(gamma), log(delta),
      ]
    }
  }

  package static func meaning(runaways: [Int], _ parameters: [Double]) -> String {
    if runaways.contains(0) || runaways.contains(1) {
      return "all customers seem to take an opportunity with the same chance"
    }
    return parameters[2] < 1
      ? "nobody seems to have stopped buying"
      : "all customers seem to have the same chance of stopping"
  }

  /// The slopes of log B(alpha+x, beta+n-x) B(gamma, delta+n) in the parameters.
  private func digammas(_ taken: Double, _ missed: Double, _ all: Double) -> [Double] {
    let (both, leaving) = (digamma(alpha + beta + all), digamma(gamma + delta + all))
    return [
      digamma(alpha + taken) - both, digamma(beta + missed) - both, digamma(gamma) - leaving,
      digamma(delta + all) - leaving,
    ]
  }

  /// What having stopped weighs against being alive after the last opportunity, and the slopes of
  /// its logarithm.
  ///
  /// The terms are summed from the latest on, each a product of ratios to the one after it.
  private func stopping(_ row: Opportunities) -> (logOdds: Double, slopes: SIMD4<Double>) {
    guard row.all > row.last else { return (-.infinity, .zero) }
    // Stopped right before the last opportunity, relative to alive at it.
    var place = row.all - 1
    var (both, fails) = (alpha + beta + place, beta + place - row.taken)
    var weight = both / fails * gamma / (delta + place)
    var slopes = SIMD4(1 / both, 1 / both - 1 / fails, 1 / gamma, -1 / (delta + place))
    var odds = 0.0
    var logScale = 0.0
    var sums = SIMD4<Double>.zero
    while true {
      odds += weight
      sums += weight * slopes
      place -= 1
      guard place >= row.last else { break }
      (both, fails) = (alpha + beta + place, beta + place - row.taken)
      let (leaving, staying) = (gamma + delta + place + 1, delta + place)
      weight *= both / fails * leaving / staying
      if weight > 1e200 {
        (weight, odds, sums) = (weight * 1e-200, odds * 1e-200, sums * 1e-200)
        logScale += 200 * log(10.0)
      }
      slopes += SIMD4(
        1 / both, 1 / both - 1 / fails, 1 / leaving, 1 / leaving - 1 / staying)
    }
    return (log(odds) + logScale, sums / odds)
  }
}
