import Calendars
import Columns
import Planning
import Statistics

/// A model fitted to the purchases up to a day, and what it expects of the periods that follow.
struct PurchaseForecastRun {
  let specification: PurchaseForecastSpecification
  let purchases: PurchaseOccasions
  let choice: PurchaseModelChoice
  let spending: CustomerSpending
  let forecast: PurchaseForecast
  /// The number of the first period that is not over on the last day known.
  let firstOrdinal: Int
  /// What was bought again in that period up to the last day known.
  let already: Double
  /// What moves all customers of a period at once, as a share of the mean.
  let spread: Double

  private static let seed: UInt64 = 20_261_125

  init(
    _ specification: PurchaseForecastSpecification, _ purchases: PurchaseOccasions, periods: Int,
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    self.specification = specification
    self.purchases = purchases
    let grain = specification.grain
    let histories = purchases.histories(
      unit: specification.unit, inWholeUnits: specification.method == .bgbb)
    choice = try PurchaseModelChoice(specification.method, histories)
    try poll(isCancelled)
    spending = CustomerSpending(purchases)
    let counts = specification.counts
    if counts == .revenue, let reason = spending.reason {
      throw .impossible(
        "revenue cannot be forecast: \(reason)", help: "forecast the purchases:  leave out of")
    }
    if counts == .revenue, spending.usable?.populationMean == nil {
      throw .impossible(
        "revenue cannot be forecast: the mean of what customers spend is infinite by gamma-gamma",
        help: "forecast the purchases:  leave out of")
    }
    let (asOf, unit) = (Int(purchases.asOf.daysSinceEpoch), specification.unit.days)
    firstOrdinal = grain.ordinal(of: purchases.asOf.advanced(byDays: 1))
    let ends = (0..<periods).map { [firstOrdinal] step in
      Double(Int(grain.firstDay(ofOrdinal: firstOrdinal + step + 1).daysSinceEpoch) - 1 - asOf)
        / unit
    }
    let customers = histories.indices.map { [spending] customer in
      counts == .revenue
        ? ProspectiveCustomer(
          history: histories[customer], purchases: spending.counts[customer],
          mean: spending.means[customer])
        : ProspectiveCustomer(history: histories[customer])
    }
    forecast = choice.fit.fitting.forecast(
      customers, ends: ends, spending: counts == .revenue ? spending.usable : nil,
      seed: PurchaseForecastRun.seed, draws: 20_000)
    try poll(isCancelled)
    let history = RepeatHistory(purchases, grain, counts)
    already = history[firstOrdinal]
    spread = PurchaseForecastRun.spread(
      choice.fit.model, purchases, specification, before: firstOrdinal,
      dispersion: forecast.countDispersion(counts))
  }

  /// The mean of a period, with what has already come in it.
  func mean(_ step: Int) -> Double { forecast.mean[step] + (step == 0 ? already : 0) }

  /// Mean, low80, high80, low95, high95 and the interval asked for.
  func figures(_ step: Int) -> [Double] {
    let known = step == 0 ? already : 0
    let levels = [0.8, 0.95] + (specification.level.map { [$0] } ?? [])
    return [mean(step)]
      + levels.flatMap { level -> [Double] in
        let interval = forecast.interval(step, level: level, spread: spread)
        return [interval.low + known, interval.high + known]
      }
  }

  /// How far the periods seen lie from what the model expects of them, beyond chance: the standard deviation
  /// of seen / expected over the last 12 full periods that expect at least 10.
  private static func spread(
    _ model: any PurchaseModel, _ purchases: PurchaseOccasions,
    _ specification: PurchaseForecastSpecification, before end: Int, dispersion: Double
  ) -> Double {
    let (grain, unit) = (specification.grain, specification.unit.days)
    var births: [Int32: Double] = [:]
    for customer in 0..<purchases.customerCount {
      births[purchases.days[purchases.offsets[customer]], default: 0] += 1
    }
    let days = births.keys.sorted()
    guard let origin = days.first else { return 0 }
    let first = grain.ordinal(of: CivilDate(daysSinceEpoch: origin)) + 1
    guard first < end else { return 0 }
    let start = max(first, end - 12)
    let times = (start...end).map { ordinal in
      (Double(grain.firstDay(ofOrdinal: ordinal).daysSinceEpoch) - 1 - Double(origin)) / unit
    }
    let cumulative = model.expectedCumulative(
      births: days.map { Double($0 - origin) / unit }, counts: days.map { births[$0] ?? 0 },
      at: times)
    let history = RepeatHistory(purchases, grain, .purchases)
    var (sum, count) = (0.0, 0.0)
    for ordinal in start..<end {
      let expected = cumulative[ordinal - start + 1] - cumulative[ordinal - start]
      guard expected >= 10 else { continue }
      let error = history[ordinal] - expected
      sum += (error * error - dispersion * expected) / (expected * expected)
      count += 1
    }
    return count >= 3 ? max(0, sum / count).squareRoot() : 0
  }
}

extension PurchaseForecast {
  /// The variance of counts by chance over their mean; 1 where money is counted.
  fileprivate func countDispersion(_ counts: PurchaseForecastSpecification.Counted) -> Double {
    guard counts == .purchases, let mean = mean.first, mean > 0 else { return 1 }
    return max(1, chanceVariance[0] / mean)
  }
}

/// What was bought again, or spent on it, in each period: everything but first purchases.
struct RepeatHistory {
  private(set) var sums: [Int: Double] = [:]
  private(set) var firstOrdinal = Int.max

  /// `knownOn`: of customers who had bought by that day only.
  init(
    _ purchases: PurchaseOccasions, _ grain: Grain,
    _ counts: PurchaseForecastSpecification.Counted, knownOn: CivilDate? = nil
  ) {
    var (day, ordinal) = (Int32.min, 0)
    for customer in 0..<purchases.customerCount {
      let places = purchases.occasions(customer)
      let first = CivilDate(daysSinceEpoch: purchases.days[places.lowerBound])
      if let knownOn, first > knownOn { continue }
      firstOrdinal = min(firstOrdinal, grain.ordinal(of: first))
      for place in places.dropFirst() {
        if purchases.days[place] != day {
          day = purchases.days[place]
          ordinal = grain.ordinal(of: CivilDate(daysSinceEpoch: day))
        }
        sums[ordinal, default: 0] += counts == .revenue ? purchases.amounts[place] : 1
      }
    }
  }

  subscript(ordinal: Int) -> Double { sums[ordinal] ?? 0 }
}
