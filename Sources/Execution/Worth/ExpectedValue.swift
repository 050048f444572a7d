import Columns
import Glibc
import Planning
import Statistics

/// What each customer of purchases is to bring within the horizon, by a model of their purchases and the
/// gamma-gamma model of their money: the most first.
///
/// `low` and `high` say how well the mean is known (95 %, delta method on its logarithm), not how much
/// one customer will spend. Money is missing where spending cannot be modelled, or how often and how much are
/// bought go together; `value` so far is there all the same. `quadrant` compares what is expected with
/// its median, and effort with its own.
func expectedValues(
  _ specification: ValueSpecification, _ model: PurchaseModelSpecification, of table: Table,
  isCancelled: () -> Bool
) throws(ExecutionError) -> Table {
  let worths = try Worths(specification.sources, of: table, isCancelled: isCancelled)
  let purchases = try PurchaseOccasions(table, asOf: model.asOf, isCancelled: isCancelled)
  let histories = purchases.histories(model)
  let choice = try PurchaseModelChoice(model.method, histories)
  try poll(isCancelled)
  let spending = CustomerSpending(purchases)
  let figures = CustomerFigures(model, choice.fit.model, histories, spending)
  try poll(isCancelled)
  let precision = ExpectationPrecision(model, choice, spending, histories, figures)
  let report = ExpectedValueReport(
    model: model, worths: worths, purchases: purchases, choice: choice, spending: spending,
    histories: histories, figures: figures, precision: precision)
  var about = table.about
  about.asOf = purchases.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let customers = table.column(.customer)
  let rows = figures.order.map { customer -> [Value] in
    let expected = figures.values[customer]
    let error = precision.errors[customer]
    func limit(_ sign: Double) -> Value { finite(expected.map { $0 * exp(sign * 1.96 * error) }) }
    return [
      customers?[purchases.firstRows[customer]] ?? .missing,
      .decimal(worths.value(customer)), finite(worths.customers[customer].effort), finite(expected),
      report.quadrant(customer).map { .text($0.rawValue) } ?? .missing, limit(-1), limit(1),
      .decimal(figures.expected[customer]), finite(spending.value(customer)),
      .decimal(figures.alive[customer]),
    ]
  }
  let schema = specification.schema
  return Table(
    schema: schema,
    columns: schema.fields.indices.map { place in
      Column(schema.fields[place].type, rows.map { $0[place] })
    }, about: about)
}

/// How well the money to be expected is known.
struct ExpectationPrecision {
  /// The standard error of the logarithm of what each customer is to bring.
  private(set) var errors: [Double] = []
  /// That of the sum of all; nil where there is no money.
  private(set) var totalError: Double?

  init(
    _ specification: PurchaseModelSpecification, _ choice: PurchaseModelChoice,
    _ spending: CustomerSpending, _ histories: [PurchaseHistory], _ figures: CustomerFigures
  ) {
    let horizon = Double(specification.horizon.days) / specification.unit.days
    let reach = 1e-4
    let models = choice.fit.fitting.variations(reach)
    var known: [PurchaseHistory: [Double]] = [:]
    var (total, purchaseSums, moneySums) = (0.0, models.map { _ in 0.0 }, [0.0, 0, 0])
    for (customer, history) in histories.enumerated() {
      let slopes =
        known[history]
        ?? models.map { pair in
          let up = pair.up.expectedPurchases(history, within: horizon)
          let down = pair.down.expectedPurchases(history, within: horizon)
          return up > 0 && down > 0 ? log(up / down) / (2 * reach) : 0
        }
      known[history] = slopes
      var variance = choice.fit.fitting.logVariance(of: slopes)
      if let fit = spending.usable, let value = figures.values[customer] {
        let ofMoney = fit.logSlopes(
          purchases: spending.counts[customer], mean: spending.means[customer])
        variance += fit.logVariance(of: ofMoney)
        total += value
        for place in slopes.indices { purchaseSums[place] += value * slopes[place] }
        for place in ofMoney.indices { moneySums[place] += value * ofMoney[place] }
      }
      errors.append(variance.squareRoot())
    }
    if let fit = spending.usable, total > 0 {
      totalError =
        (choice.fit.fitting.logVariance(of: purchaseSums.map { $0 / total })
        + fit.logVariance(of: moneySums.map { $0 / total })).squareRoot()
    }
  }
}

/// What is to be said beside the values expected.
struct ExpectedValueReport {
  let model: PurchaseModelSpecification
  let worths: Worths
  let purchases: PurchaseOccasions
  let choice: PurchaseModelChoice
  let spending: CustomerSpending
  let histories: [PurchaseHistory]
  let figures: CustomerFigures
  let precision: ExpectationPrecision

  private var total: Double { figures.values.reduce(0) { $0 + ($1 ?? 0) } }

  private var totalLimits: Interval? {
    precision.totalError.map { error in
      Interval(low: total * exp(-1.96 * error), high: total * exp(1.96 * error))
    }
  }

  private var thresholds: (value: Double?, effort: Double?) {
    (
      quantile(0.5, ofSorted: figures.values.compactMap { $0 }.sorted()),
      quantile(0.5, ofSorted: worths.customers.compactMap(\.effort).sorted())
    )
  }

  func quadrant(_ customer: Int) -> Quadrant? {
    guard worths.sources.effort != nil, let expected = figures.values[customer],
      let effort = worths.customers[customer].effort, let value = thresholds.value,
      let high = thresholds.effort
    else { return nil }
    return Quadrant(isValuable: expected >= value, isCostly: effort > high)
  }

  var notes: [String] {
    var notes = purchases.notes + purchases.amountNotes + [choice.modelNote]
    notes.append(
      "purchases and expected: the next \(model.horizon.text); alive: about "
        + "\(Int(figures.alive.reduce(0, +).rounded())) of "
        + counted(figures.alive.count, "customer"))
    if let reason = spending.reason {
      notes.append(reason)
    } else if let fit = spending.usable {
      notes.append(
        "spend: mean amount of a purchase to come, by gamma-gamma of "
          + "\(counted(fit.customers, "customer")) with repeat purchases"
          + (fit.correlation.map { "; correlation with how often \(figure($0))" } ?? "")
          + "; not discounted")
      if fit.populationMean == nil {
        notes.append(
          "spend of customers without repeat purchases is not known: their mean is infinite")
      }
    }
    notes.append(
      "low and high: how well the mean is known (95%), not how much one customer will spend")
    if let limits = totalLimits {
      notes.append(
        "all together are to bring \(moneyText(total)) (95% of the mean: \(moneyText(limits.low)) to "
          + "\(moneyText(limits.high)))")
    }
    return notes + worths.sourceNotes
  }

  var facts: [Fact] {
    let fit = choice.fit
    var facts = [
      Fact("customers", .integer(Int64(figures.alive.count)), unit: .count),
      Fact("model", .text(fit.method.title)), Fact("parameters", .text(choice.parameterText)),
      Fact("log_likelihood", .decimal(fit.logLikelihood)),
      Fact("alive", .decimal(figures.alive.reduce(0, +))),
      Fact("purchases", .decimal(figures.expected.reduce(0, +))),
    ]
    if let limits = totalLimits {
      facts += [
        Fact("expected", .decimal(total), unit: .money),
        Fact("expected_low", .decimal(limits.low), unit: .money),
        Fact("expected_high", .decimal(limits.high), unit: .money),
      ]
    }
    if let correlation = spending.fit?.correlation {
      facts.append(Fact("spend_correlation", .decimal(correlation)))
    }
    return facts
  }

  var working: Working? {
    guard let customer = figures.order.first else { return nil }
    let history = histories[customer]
    let used = model.definitions
    let who =
      "the first: x \(figure(history.repeats)), t_x \(figure(history.recency)), "
      + "T \(figure(history.length))"
    let steps = used.compactMap { definition -> Working.Step? in
      let numbers: String? =
        switch definition.name {
        case "alive": "\(who): \(percent(figures.alive[customer]))"
        case "expected":
          "purchases of the first: \(figure(figures.expected[customer])) in \(model.horizon.text)"
        case "value": worked(customer)
        default: nil
        }
      return numbers.map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    return Working(
      summary: "\(choice.fit.method.title): \(choice.parameterText)", steps: steps,
      source: used.map(\.source).unique.joined(separator: "; "),
      pitfalls: used.flatMap(\.pitfalls))
  }

  private func worked(_ customer: Int) -> String? {
    guard let spend = spending.value(customer), let expected = figures.values[customer] else {
      return spending.reason
    }
    let error = precision.errors[customer]
    return "\(figure(figures.expected[customer])) purchases × \(moneyText(spend)) = "
      + "\(moneyText(expected)); standard error of its logarithm \(figure(error)), so 95% from "
      + "\(moneyText(expected * exp(-1.96 * error))) to \(moneyText(expected * exp(1.96 * error)))"
  }
}
