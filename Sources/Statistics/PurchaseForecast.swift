import Glibc

/// One who may buy again: the purchases so far, and what was spent on those that had a value.
package struct ProspectiveCustomer: Sendable {
  package let history: PurchaseHistory
  /// Purchases with a value, and their mean, as `GammaGammaFit` takes them.
  package let purchases: Double
  package let mean: Double

  package init(history: PurchaseHistory, purchases: Double = 0, mean: Double = 0) {
    self.history = history
    self.purchases = purchases
    self.mean = mean
  }
}

/// What known customers are to buy in consecutive stretches of time, all together.
package struct PurchaseForecast: Sendable {
  /// Purchases, or money, to be expected in each stretch.
  package let mean: [Double]
  /// The variance that single customers give by chance, the parameters being known.
  package let chanceVariance: [Double]
  /// The variance that comes from not knowing the parameters exactly (delta method).
  package let parameterVariance: [Double]

  /// Purchases as much above their mean as below it on the scale of the square root, which keeps low counts
  /// above 0; `spread` is the standard deviation, as a share of the mean, of what moves all
  /// customers at once.
  package func interval(_ step: Int, level: Double, spread: Double) -> Interval {
    let mean = mean[step]
    let variance = chanceVariance[step] + parameterVariance[step] + spread * spread * mean * mean
    guard mean > 0, variance > 0 else { return Interval(low: max(0, mean), high: max(0, mean)) }
    let reach = normalQuantile((1 + level) / 2) * variance.squareRoot()
    let root = mean.squareRoot()
    let low = max(0, root - reach / (2 * root))
    let high = root + reach / (2 * root)
    return Interval(low: low * low, high: high * high)
  }
}

extension PurchaseModelFit: PurchaseForecasting {
  package var anyModel: any PurchaseModel { model }

  package func forecast(
    _ customers: [ProspectiveCustomer], ends: [Double], spending: GammaGammaFit?, seed: UInt64,
    draws: Int
  ) -> PurchaseForecast {
    let book = ProspectiveBook(model, customers, ends: ends, spending: spending)
    return PurchaseForecast(
      mean: book.means, chanceVariance: book.chanceVariance(seed: seed, draws: draws),
      parameterVariance: parameterVariance(book, spending))
  }

  /// The delta method on the sums, the slopes being those of at most 200 histories that stand for all: each
  /// for an equal share of what is to be expected.
  private func parameterVariance(
    _ book: ProspectiveBook<Model>, _ spending: GammaGammaFit?
  ) -> [Double] {
    let picks = book.picks(200)
    guard !picks.isEmpty else { return book.means.map { _ in 0 } }
    let share = book.means.reduce(0, +) / Double(picks.count)
    let reach = 1e-4
    let slopes = parameters.indices.map { index -> [Double] in
      let ends = [reach, -reach].map { shift -> [Double] in
        var moved = parameters
        moved[index] *= exp(shift)
        let model = Model(parameters: moved)
        return picks.reduce(into: [Double](repeating: 0, count: book.means.count)) { sums, pick in
          let figures = book.steps(model, book.distinct[pick])
          for step in sums.indices { sums[step] += share * figures[step] / book.totals[pick] }
        }
      }
      return zip(ends[0], ends[1]).map { ($0 - $1) / (2 * reach) }
    }
    let ofMoney = spending.map { quadratic(book.moneySlopes, $0.logCovariance) } ?? 0
    return book.means.indices.map { step in
      quadratic(slopes.map { $0[step] }, logCovariance)
        + ofMoney * book.means[step] * book.means[step]
    }
  }

  package func logVariance(of slopes: [Double]) -> Double { quadratic(slopes, logCovariance) }

  package func variations(_ reach: Double) -> [(up: any PurchaseModel, down: any PurchaseModel)] {
    parameters.indices.map { index in
      var (up, down) = (parameters, parameters)
      up[index] *= exp(reach)
      down[index] *= exp(-reach)
      return (Model(parameters: up), Model(parameters: down))
    }
  }
}

/// A fitted model of purchases, whichever it is.
package protocol PurchaseForecasting: Sendable {
  var anyModel: any PurchaseModel { get }

  /// What the customers buy together up to each of `ends`, which ascend from the end of observation, or
  /// what they spend. `seed` makes the draws of the chance variance, about `draws` customers.
  func forecast(
    _ customers: [ProspectiveCustomer], ends: [Double], spending: GammaGammaFit?, seed: UInt64,
    draws: Int
  ) -> PurchaseForecast

  /// s' C s, for slopes along the logarithms of the parameters.
  func logVariance(of slopes: [Double]) -> Double

  /// The model with each parameter in turn a little larger and a little smaller, by exp(-+ reach).
  func variations(_ reach: Double) -> [(up: any PurchaseModel, down: any PurchaseModel)]
}

/// s' C s, never below 0.
func quadratic(_ slopes: [Double], _ covariance: [Double]) -> Double {
  var sum = 0.0
  for row in slopes.indices {
    for column in slopes.indices {
      sum += slopes[row] * slopes[column] * covariance[row * slopes.count + column]
    }
  }
  return max(0, sum)
}

/// Customers gathered by equal histories, and what each is to buy in each stretch.
struct ProspectiveBook<Model: PurchaseModel> {
  let model: Model
  let customers: [ProspectiveCustomer]
  let ends: [Double]
  let spending: GammaGammaFit?
  private(set) var distinct: [PurchaseHistory] = []
  /// Which of the distinct histories each customer has.
  private var places: [Int] = []
  /// What a purchase of each customer is worth; 1 where purchases are counted.
  private var values: [Double] = []
  private var weights: [Double] = []
  private var figures: [[Double]] = []
  /// Purchases of one customer with each history in the whole time.
  private(set) var totals: [Double] = []
  private(set) var means: [Double]
  /// The slopes of the logarithm of the money along log p, log q and log gamma.
  private(set) var moneySlopes: [Double] = [0, 0, 0]

  init(
    _ model: Model, _ customers: [ProspectiveCustomer], ends: [Double], spending: GammaGammaFit?
  ) {
    self.model = model
    self.customers = customers
    self.ends = ends
    self.spending = spending
    means = [Double](repeating: 0, count: ends.count)
    var known: [PurchaseHistory: Int] = [:]
    for customer in customers {
      let place = known[customer.history] ?? distinct.count
      if place == distinct.count {
        known[customer.history] = place
        distinct.append(customer.history)
        weights.append(0)
      }
      let value =
        spending.map { $0.expectedValue(purchases: customer.purchases, mean: customer.mean) ?? 0 }
        ?? 1
      places.append(place)
      values.append(value)
      weights[place] += value
    }
    figures = distinct.map { steps(model, $0) }
    totals = figures.map { $0.reduce(0, +) }
    for (place, steps) in figures.enumerated() {
      for step in means.indices { means[step] += weights[place] * steps[step] }
    }
    sumMoneySlopes()
  }

  private mutating func sumMoneySlopes() {
    guard let spending else { return }
    var all = 0.0
    for (index, customer) in customers.enumerated() {
      let money = values[index] * totals[places[index]]
      let slopes = spending.logSlopes(purchases: customer.purchases, mean: customer.mean)
      all += money
      for (place, slope) in slopes.enumerated() { moneySlopes[place] += money * slope }
    }
    if all > 0 { moneySlopes = moneySlopes.map { $0 / all } }
  }

  /// Purchases of one customer in each stretch.
  func steps(_ model: Model, _ history: PurchaseHistory) -> [Double] {
    var before = 0.0
    return ends.map { end in
      let now = end > 0 ? model.expectedPurchases(history, within: end) : 0
      defer { before = now }
      return max(0, now - before)
    }
  }

  /// Histories at equal steps of what is to be expected, so that each stands for as much.
  func picks(_ count: Int) -> [Int] {
    let whole = zip(weights, totals).reduce(0) { $0 + $1.0 * $1.1 }
    guard whole > 0 else { return [] }
    var picks: [Int] = []
    var passed = 0.0
    for place in distinct.indices where totals[place] > 0 {
      passed += weights[place] * totals[place]
      while picks.count < count, passed >= whole * (Double(picks.count) + 0.5) / Double(count) {
        picks.append(place)
      }
    }
    return picks
  }

  /// The mean square of what drawn customers do beyond their mean, summed over all.
  func chanceVariance(seed: UInt64, draws: Int) -> [Double] {
    let stride = max(1, customers.count / draws)
    let rounds = max(1, min(200, draws / max(1, customers.count)))
    var sums = [Double](repeating: 0, count: ends.count)
    var drawn = 0.0
    for index in Swift.stride(from: 0, to: customers.count, by: stride) {
      var generator = SeededGenerator(seed: seed, stream: UInt64(index))
      let mean = figures[places[index]]
      for _ in 0..<rounds {
        let figures = drawnSteps(index, &generator)
        for step in sums.indices {
          let deviation = figures[step] - values[index] * mean[step]
          sums[step] += deviation * deviation
        }
      }
      drawn += Double(rounds)
    }
    return sums.map { drawn > 0 ? $0 * Double(customers.count) / drawn : 0 }
  }

  private func drawnSteps(_ index: Int, _ generator: inout SeededGenerator) -> [Double] {
    let customer = customers[index]
    var counts = [Double](repeating: 0, count: ends.count)
    let times = model.drawPurchases(
      after: customer.history, until: ends.last ?? 0, &generator)
    for time in times {
      if let step = ends.firstIndex(where: { time <= $0 }) { counts[step] += 1 }
    }
    guard let spending, counts.contains(where: { $0 > 0 }) else { return counts }
    return spending.drawnMoney(
      counts, purchases: customer.purchases, mean: customer.mean, &generator)
  }
}

extension GammaGammaFit {
  /// The slopes of log E[M | x, z] along log p, log q and log gamma; 0 where it is infinite.
  package func logSlopes(purchases x: Double, mean z: Double) -> [Double] {
    let weight = p * x + q - 1
    guard weight > 0 else { return [0, 0, 0] }
    return [1 - p * x / weight, -q / weight, gamma / (gamma + x * z)]
  }

  /// s' C s, for slopes along log p, log q and log gamma.
  package func logVariance(of slopes: [Double]) -> Double { quadratic(slopes, logCovariance) }

  /// Money of so many purchases each: the customer's own scale is drawn from what its `purchases` of
  /// `mean` so far leave open, Gamma(p x + q, gamma + x z), then the amounts.
  func drawnMoney(
    _ counts: [Double], purchases x: Double, mean z: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    let scale = generator.gamma(shape: p * x + q) / (gamma + x * z)
    guard scale > 0 else { return counts.map { _ in 0 } }
    return counts.map { $0 > 0 ? generator.gamma(shape: p * $0) / scale : 0 }
  }

  /// Whether how often and how much go together so clearly (correlation beyond .3, and beyond chance at 1 %)
  /// that the model, which takes them for unrelated, would mislead.
  package var isMisleading: Bool {
    guard let correlation, customers > 3, abs(correlation) > 0.3 else { return false }
    let t =
      correlation
      * (Double(customers - 2) / max(1e-12, 1 - correlation * correlation))
      .squareRoot()
    return abs(t) > 2.576
  }
}
