import Columns
import Kernels
import Planning
import Statistics

/// What is counted of one group of customers.
struct ReturnTally {
  var customers = 0
  /// Of those old enough: bought on one day only, bought again.
  var oneTime = 0
  var again = 0
  var lapsed = 0
  /// Purchase days of all.
  var occasions = 0
  /// The shortest first.
  var gaps: [Double] = []
  var burned = CompensatedSum()
  /// Lapsed customers of one purchase day, and those of them whose cost is not known.
  var lost = 0
  var lostWithoutCost = 0

  /// Customers old enough to have come back.
  var old: Int { oneTime + again }

  var repeatShare: Double? { old == 0 ? nil : Double(again) / Double(old) }
}

/// Figures of returns, group by group and of all customers together.
struct ReturnFigures {
  let purchases: PurchaseOccasions
  let gaps: PurchaseGaps
  let lapse: LapseRule
  /// The days that a customer must be old to count in the repeat share; nil where nobody came back.
  let interval: Double?
  let groups: KeyPartition
  /// One a group of `groups`.
  private(set) var tallies: [ReturnTally]
  private(set) var whole = ReturnTally()
  let hasCosts: Bool

  init(
    _ specification: ReturnSpecification, _ purchases: PurchaseOccasions,
    costs: CustomerCosts?, keyColumns: [Column]
  ) {
    self.purchases = purchases
    gaps = PurchaseGaps(purchases)
    lapse = LapseRule(gaps, given: specification.lapse)
    interval = specification.interval.map(Double.init) ?? gaps.quantile(0.5)
    groups = KeyPartition(keyColumns, rows: purchases.firstRows)
    hasCosts = costs != nil
    tallies = [ReturnTally](repeating: ReturnTally(), count: groups.values.count)
    for customer in 0..<purchases.customerCount {
      count(customer, costs, in: &tallies[groups.groups[customer]])
      if tallies.count > 1 { count(customer, costs, in: &whole) }
    }
    if tallies.count == 1 { whole = tallies[0] }
    whole.gaps = gaps.sorted
    for group in tallies.indices { tallies[group].gaps.sort() }
  }

  private func count(_ customer: Int, _ costs: CustomerCosts?, in tally: inout ReturnTally) {
    let own = gaps[customer]
    tally.customers += 1
    tally.occasions += own.count + 1
    for gap in own { tally.gaps.append(Double(gap)) }
    if Double(purchases.age(customer)) >= interval ?? 0 {
      if own.isEmpty { tally.oneTime += 1 } else { tally.again += 1 }
    }
    guard let limit = lapse.limit(customer), Double(purchases.silence(customer)) > limit else {
      return
    }
    tally.lapsed += 1
    guard own.isEmpty, let costs else { return }
    tally.lost += 1
    if let cost = costs[customer] { tally.burned.add(cost) } else { tally.lostWithoutCost += 1 }
  }
}

/// What winning each customer cost: the first amount that the customer's rows name.
struct CustomerCosts {
  private let costs: [Double]

  /// Nil where no column says it.
  init?(_ table: Table, _ purchases: PurchaseOccasions) {
    guard let money = table.column(.cost)?.decimals, let customer = table.column(.customer) else {
      return nil
    }
    let codes = ValueCodes(customer, rows: 0..<customer.count)
    var first = [Double](repeating: .nan, count: codes.count)
    for (row, code) in codes.codes.enumerated()
    where first[code].isNaN && money.isPresent(row) && money.values[row].isFinite {
      first[code] = money.values[row]
    }
    costs = purchases.firstRows.map { first[codes.codes[$0]] }
  }

  subscript(customer: Int) -> Double? { costs[customer].isNaN ? nil : costs[customer] }
}

/// How many of the customers who fell silent for longer than the rule bought again, by the days since
/// then: the complement of the Kaplan-Meier curve of their further silence.
struct WinBack {
  /// Nil where nobody ever lapsed.
  let curve: SurvivalCurve?

  /// Every silence of these customers counts, that which still lasts as cut short by the last day.
  init(_ figures: ReturnFigures, customers: some Sequence<Int>) {
    guard let days = figures.lapse.days else {
      curve = nil
      return
    }
    var returns: [Int] = []
    var silences: [Int] = []
    func count(_ length: Int, in counts: inout [Int]) {
      let time = length - days
      guard time > 0 else { return }
      if counts.count <= time {
        counts += repeatElement(0, count: time + 1 - counts.count)
      }
      counts[time] += 1
    }
    for customer in customers {
      for gap in figures.gaps[customer] { count(Int(gap), in: &returns) }
      count(figures.purchases.silence(customer), in: &silences)
    }
    // Throws where nobody lapsed.
    curve = try? SurvivalCurve(exits: returns, censorings: silences)
  }

  /// The share won back within so many days; nil where nobody was seen so long.
  func share(within days: Int) -> Double? { curve?.survival(at: Double(days)).map { 1 - $0 } }
}
