import Calendars
package import Columns
import Kernels
package import Planning
import Statistics

/// How many customers came back and how many fell silent: the table of `specification.schema`.
///
/// `keyColumns` holds, for each key of the specification, its value in each row of `table`; the row of a
/// customer's first purchase counts.
/// - `repeat`, `one_time` and `too_new` part the customers: the last are younger than the typical
///   interval, and neither above nor below in `repeat_share`.
/// - `lapsed`, `lapse_days` are missing where no gap tells the rule and none is given; `burned` where no
///   column has the role `cost`.
/// - In the layout `curve` `time` counts days since lapsing.
package func returns(
  _ specification: ReturnSpecification, of table: Table, keyColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let purchases = try PurchaseOccasions(
    table, asOf: specification.asOf, isCancelled: isCancelled)
  let costs = CustomerCosts(table, purchases)
  try poll(isCancelled)
  let figures = ReturnFigures(
    specification, purchases, costs: costs, keyColumns: keyColumns)
  try poll(isCancelled)
  let report = ReturnReport(specification, figures)
  var about = table.about
  about.asOf = purchases.asOf
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let rows =
    switch specification.layout {
    case .summary: report.summaryRows
    case .curve: report.curveRows
    }
  let schema = specification.schema
  return Table(
    schema: schema,
    columns: schema.fields.indices.map { place in
      Column(schema.fields[place].type, rows.map { $0[place] })
    }, about: about)
}

/// All that a table of returns holds.
struct ReturnReport {
  let specification: ReturnSpecification
  let figures: ReturnFigures
  /// Of all customers.
  let winBack: WinBack
  /// Groups in the order in which they are shown.
  private let order: [Int]

  /// Days of 3, 6 and 12 months.
  static let horizons = [(3, 91), (6, 183), (12, 365)]

  init(_ specification: ReturnSpecification, _ figures: ReturnFigures) {
    self.specification = specification
    self.figures = figures
    winBack = WinBack(figures, customers: 0..<figures.purchases.customerCount)
    order = figures.groups.displayOrder(specification.keys)
  }

  var summaryRows: [[Value]] {
    order.map { group in figures.groups.values[group] + cells(figures.tallies[group]) }
  }

  private func cells(_ tally: ReturnTally) -> [Value] {
    func count(_ number: Int) -> Value { .integer(Int64(number)) }
    let rule = figures.lapse.days
    let share = wilsonInterval(
      successes: tally.again, trials: tally.old, level: specification.level)
    return [
      count(tally.customers), count(tally.again), decimal(tally.repeatShare),
      count(tally.oneTime), decimal(quantile(0.5, ofSorted: tally.gaps)),
      rule == nil ? .missing : count(tally.lapsed), rule.map(count) ?? .missing,
      figures.hasCosts && rule != nil ? .decimal(tally.burned.value) : .missing,
      decimal(share?.low), decimal(share?.high), count(tally.customers - tally.old),
      decimal(quantile(0.25, ofSorted: tally.gaps)),
      decimal(quantile(0.75, ofSorted: tally.gaps)),
    ]
  }

  var curveRows: [[Value]] {
    let members = Buckets(figures.groups.groups, count: figures.groups.values.count)
    return order.flatMap { group -> [[Value]] in
      let winBack = WinBack(figures, customers: members[group])
      guard let curve = winBack.curve else { return [] }
      let limits = curve.intervals(level: specification.level)
      return curve.times.indices.map { place in
        figures.groups.values[group] + [
          .integer(Int64(curve.times[place])), .integer(Int64(curve.atRisk[place])),
          .integer(Int64(curve.events[place])), .decimal(1 - curve.survival[place]),
          decimal(limits[place].map { 1 - $0.high }), decimal(limits[place].map { 1 - $0.low }),
        ]
      }
    }
  }

  var facts: [Fact] {
    func days(_ name: String, _ value: Double?) -> Fact {
      Fact(name, decimal(value), unit: .days)
    }
    let occasions = Double(figures.whole.occasions) / Double(max(1, figures.whole.customers))
    return [
      days("typical_interval", figures.interval),
      days("gap_low", figures.gaps.quantile(0.25)), days("gap_high", figures.gaps.quantile(0.75)),
      Fact(
        "lapse_days", figures.lapse.days.map { .integer(Int64($0)) } ?? .missing, unit: .days),
      Fact("mean_purchase_days", .decimal(occasions)),
    ]
      + ReturnReport.horizons.map { months, days in
        Fact("won_back_\(months)_months", decimal(winBack.share(within: days)), unit: .rate)
      }
  }
}

private func decimal(_ value: Double?) -> Value { value.map(Value.decimal) ?? .missing }

extension KeyPartition {
  /// The groups key by key: numbers, dates and periods by size, words by how many carry them, missing
  /// last. `keys` are those of the partition.
  func displayOrder(_ keys: [GroupKey]) -> [Int] {
    let sizes = sizes
    let rankings = keys.indices.map { key in
      // Labels of periods sort as text.
      KeyRanking(
        values.map { $0[key] },
        weights: keys[key].isPeriodLabel ? values.map { _ in 0 } : sizes)
    }
    let ranks = values.map { value in zip(rankings, value).map { $0.rank($1) } }
    return values.indices.sorted {
      ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0].lexicographicallyPrecedes(ranks[$1])
    }
  }
}

extension GroupKey {
  /// Whether its values are labels of periods, such as 2024-03.
  fileprivate var isPeriodLabel: Bool {
    guard case .function(let function, _, _) = value else { return false }
    return Grain(rawValue: function.rawValue) != nil
  }
}
