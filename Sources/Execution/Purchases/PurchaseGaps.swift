/// The days between purchases of the same customer, customer by customer.
struct PurchaseGaps {
  /// The gaps of customer c are `offsets[c] ..< offsets[c + 1]` of `days`, oldest first.
  let offsets: [Int]
  let days: [Int32]
  /// All of them, the shortest first.
  let sorted: [Double]

  init(_ purchases: PurchaseOccasions) {
    var offsets = [0]
    var days: [Int32] = []
    offsets.reserveCapacity(purchases.customerCount + 1)
    days.reserveCapacity(purchases.days.count - purchases.customerCount)
    for customer in 0..<purchases.customerCount {
      let occasions = purchases.occasions(customer)
      for place in occasions.dropFirst() {
        days.append(purchases.days[place] - purchases.days[place - 1])
      }
      offsets.append(days.count)
    }
    self.offsets = offsets
    self.days = days
    sorted = countingSorted(days)
  }

  subscript(customer: Int) -> ArraySlice<Int32> { days[offsets[customer]..<offsets[customer + 1]] }

  /// A quantile of all gaps (Hyndman & Fan 1996, type 7); nil where nobody came back.
  func quantile(_ share: Double) -> Double? { Execution.quantile(share, ofSorted: sorted) }
}

/// Days above 0 in ascending order, by counting where they lie close together.
func countingSorted(_ days: [Int32]) -> [Double] {
  let longest = Int(days.reduce(0) { max($0, $1) })
  guard longest < 4 * days.count + 4096 else { return days.map(Double.init).sorted() }
  var counts = [Int](repeating: 0, count: longest + 1)
  for day in days { counts[Int(day)] += 1 }
  var sorted: [Double] = []
  sorted.reserveCapacity(days.count)
  for (day, count) in counts.enumerated() {
    sorted += repeatElement(Double(day), count: count)
  }
  return sorted
}

/// After how many days of silence a customer counts as lapsed.
struct LapseRule {
  /// The days of the rule; nil where no gap tells them and none are given.
  let days: Int?
  /// Whether the days were given, and not derived.
  let isGiven: Bool
  private let gaps: PurchaseGaps

  /// The share of gaps that the rule is longer than.
  static let share = 0.95
  /// The rule counts as much as this many gaps of a customer's own.
  static let weight = 10.0

  init(_ gaps: PurchaseGaps, given: Int?) {
    self.gaps = gaps
    isGiven = given != nil
    days = given ?? gaps.quantile(LapseRule.share).map { Int($0.rounded(.up)) }
  }

  /// The days for one customer: the rule drawn towards the same quantile of the customer's own gaps,
  /// the more the more gaps there are; the rule itself where it was given.
  func limit(_ customer: Int) -> Double? {
    guard let days else { return nil }
    let own = gaps[customer]
    guard !isGiven, !own.isEmpty,
      let quantile = quantile(LapseRule.share, ofSorted: own.map(Double.init).sorted())
    else { return Double(days) }
    let count = Double(own.count)
    return (count * quantile + LapseRule.weight * Double(days)) / (count + LapseRule.weight)
  }
}
