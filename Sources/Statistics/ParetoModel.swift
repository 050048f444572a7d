import Glibc

/// Pareto/NBD: purchases at a rate out of Gamma(r, alpha) for a lifetime whose rate of ending is out
/// of Gamma(s, beta).
///
/// L = G(r+x)/G(r) alpha^r beta^s [(alpha+T)^-(r+x) (beta+T)^-s + s J], J the integral from t_x to T
/// of (alpha+u)^-(r+x) (beta+u)^-(s+1) du: Schmittlein, Morrison & Colombo, "Counting Your
/// Customers", Management Science 33 (1987) 1-24. J is usually written as a difference of two 2F1,
/// which overflows for x above 170 and cancels where t_x is near T; here it is integrated as it
/// stands, with all terms positive and in logarithms.
package struct ParetoModel: PurchaseModel {
  package static let parameterNames = ["r", "alpha", "s", "beta"]
  package static let parameterDimensions = [0, 1, 0, 1]
  let r: Double
  let alpha: Double
  let s: Double
  let beta: Double

  package init(parameters: [Double]) {
    (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3])
  }

  package func logLikelihood(_ history: PurchaseHistory) -> Double {
    logOfLiving(history) + softplus(stopping(history).logOdds)
  }

  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    inverseLogit(-stopping(history).logOdds)
  }

  package func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double {
    guard time > 0 else { return 0 }
    let end = beta + history.length
    return probabilityAlive(history) * (r + history.repeats) / (alpha + history.length) * end
      * lifeWithin(log1p(time / end))
  }

  package func expectedPurchases(ofNewcomerWithin time: Double) -> Double {
    guard time > 0 else { return 0 }
    return r / alpha * beta * lifeWithin(log1p(time / beta))
  }

  package func drawPurchases(
    after history: PurchaseHistory, until horizon: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    guard generator.uniform() < probabilityAlive(history) else { return [] }
    let rate = generator.gamma(shape: r + history.repeats) / (alpha + history.length)
    let ending = generator.gamma(shape: s) / (beta + history.length)
    let end = min(horizon, generator.exponential() / ending)
    var times: [Double] = []
    var time = generator.exponential() / rate
    while time <= end, times.count < mostDraws {
      times.append(time)
      time += generator.exponential() / rate
    }
    return times
  }

  /// (1 - exp(-(s - 1) l)) / (s - 1), its limit l at s = 1.
  private func lifeWithin(_ l: Double) -> Double {
    let product = (s - 1) * l
    return abs(product) < 1e-9 ? l * (1 - 0.5 * product) : -expm1(-product) / (s - 1)
  }

  /// The logarithm of the likelihood of x and t_x together with being alive at T.
  private func logOfLiving(_ history: PurchaseHistory) -> Double {
    let (x, length) = (history.repeats, history.length)
    return logRising(r, x) - x * log(alpha) - (r + x) * log1p(length / alpha)
      - s * log1p(length / beta)
  }
}

extension ParetoModel {
  package static func slopes(_ histories: PurchaseHistories, _ parameters: [Double]) -> Slopes {
    let model = ParetoModel(parameters: parameters)
    var value = 0.0
    var gradient = [0.0, 0, 0, 0]
    var (x, digammas) = (-1.0, 0.0)
    for (history, count) in zip(histories.distinct, histories.counts) {
      if history.repeats != x {
        x = history.repeats
        digammas = x > 0 ? digamma(model.r + x) - digamma(model.r) : 0
      }
      let stopping = model.stopping(history)
      let share = inverseLogit(stopping.logOdds)
      let (alphaEnd, betaEnd) = (model.alpha + history.length, model.beta + history.length)
      value += count * (model.logOfLiving(history) + softplus(stopping.logOdds))
      gradient[0] += count * (digammas - log1p(history.length / model.alpha) + share * stopping.r)
      gradient[1] +=
        count * (model.r / model.alpha - (model.r + x) / alphaEnd + share * stopping.alpha)
      gradient[2] += count * (-log1p(history.length / model.beta) + share * stopping.s)
      gradient[3] += count * (model.s / model.beta - model.s / betaEnd + share * stopping.beta)
    }
    let n = histories.customers
    return Slopes(
      value: -value / n, gradient: zip(gradient, parameters).map { -$0 * $1 / n })
  }

  package static func starts(rate: Double) -> [[Double]] {
    [(0.5, 0.5, 0.5), (1, 1, 1), (0.5, 1.5, 5), (2, 0.5, 2), (4, 0.3, 5)].map { r, s, beta in
      [log(r), log(r / rate), log(s), log(beta)]
    }
  }

  package static func meaning(runaways: [Int], _ parameters: [Double]) -> String {
    if runaways.contains(0) || runaways.contains(1) {
      return parameters[0] > 1
        ? "all customers seem to buy at one and the same rate"
        : "hardly anybody buys again"
    }
    return parameters[2] > 1
      ? "all customers seem to stop at one and the same rate, or nobody to have stopped"
      : "nobody seems to have stopped buying"
  }

  /// What having stopped before T weighs against being alive at T, and the slopes of its logarithm.
  private struct Stopping {
    var logOdds = -Double.infinity
    var r = 0.0
    var alpha = 0.0
    var s = 0.0
    var beta = 0.0
  }

  /// The integral, or what was summed of it, and its slopes, each times the integral.
  private struct Integral {
    var value = 0.0
    var r = 0.0
    var alpha = 0.0
    var s = 0.0
    var beta = 0.0
  }

  /// s times the integral from t_x to T of ((alpha+T)/(alpha+u))^(r+x) ((beta+T)/(beta+u))^s
  /// du/(beta+u), by Gauss's rule on pieces of y = log(m + u), m the smaller of alpha and beta: the
  /// other factor has its singularity at a distance of pi from the real y.
  private func stopping(_ history: PurchaseHistory) -> Stopping {
    let (start, end) = (history.recency, history.length)
    let k = r + history.repeats
    let least = min(alpha, beta)
    let span = log1p((end - start) / (least + start))
    guard span > 0 else { return Stopping() }
    // Scaled by the integrand at the start, which is its largest value but for small exponents.
    let logScale =
      k * log1p((end - start) / (alpha + start)) + s * log1p((end - start) / (beta + start))
    var sums = Integral()
    var from = 0.0
    while from < span {
      let place = (least + start) * exp(from)
      let slope = k * place / (alpha - least + place) + s * place / (beta - least + place) + 1
      let to = min(span, from + min(0.5, 4 / slope))
      let added = add(from: from, to: to, history, k, least, to: &sums)
      from = to
      if added < 1e-17 * sums.value { break }
    }
    let total = sums.value
    return Stopping(
      logOdds: log(s) + log(total) + logScale,
      r: logRatio(end, start, alpha) + sums.r / total,
      alpha: k / (alpha + end) + sums.alpha / total,
      s: 1 / s + logRatio(end, start, beta) + sums.s / total,
      beta: s / (beta + end) + sums.beta / total)
  }

  /// log((offset + end) / (offset + start)).
  private func logRatio(_ end: Double, _ start: Double, _ offset: Double) -> Double {
    log1p((end - start) / (offset + start))
  }

  /// Adds the piece from..to of the integral of ((alpha+t_x)/(alpha+u))^k ((beta+t_x)/(beta+u))^s
  /// du/(beta+u) and of its slopes.
  private func add(
    from: Double, to: Double, _ history: PurchaseHistory, _ k: Double, _ least: Double,
    to sums: inout Integral
  ) -> Double {
    let start = history.recency
    let half = 0.5 * (to - from)
    var added = 0.0
    for (node, weight) in gaussLegendre {
      let y = from + half * (1 + node)
      let passed = (least + start) * expm1(y)
      let (ofAlpha, ofBeta) = (1 / (alpha + start + passed), 1 / (beta + start + passed))
      let logAlpha = least == alpha ? y : log1p(passed / (alpha + start))
      let logBeta = least == beta ? y : log1p(passed / (beta + start))
      let value =
        half * weight * exp(-k * logAlpha - s * logBeta) * ofBeta * (least + start + passed)
      added += value
      sums.r -= value * logAlpha
      sums.alpha -= value * k * ofAlpha
      sums.s -= value * logBeta
      sums.beta -= value * (s + 1) * ofBeta
    }
    sums.value += added
    return added
  }
}

/// Nodes and weights of Gauss's rule with 10 points on -1...1 (Abramowitz & Stegun 25.4.30).
private let gaussLegendre: [(node: Double, weight: Double)] = [
  (0.1488743389816312, 0.2955242247147529), (0.4333953941292472, 0.2692667193099963),
  (0.6794095682990244, 0.2190863625159820), (0.8650633666889845, 0.1494513491505806),
  (0.9739065285171717, 0.0666713443086881),
].flatMap { [(-$0.0, $0.1), ($0.0, $0.1)] }
