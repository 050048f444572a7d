import Calendars
import Columns
import Planning

extension ValueReport {
  /// Recency, frequency and money of each customer, with scores from 1 to 5.
  ///
  /// A score is 1 + 5 x (customers who are strictly worse) / customers, rounded down, so that equal
  /// figures have equal scores whatever the order of the data.
  var scoreRows: [[Value]] {
    guard let asOf = worths.asOf else { return [] }
    let silences = worths.occasions.map { Int(asOf.daysSinceEpoch) - Int($0.last) }
    let money = worths.customers.map(\.revenue)
    let recency = scores(silences.map { -Double($0) })
    let frequency = scores(worths.occasions.map { Double($0.count) })
    let monetary = scores(money)
    let sums = recency.indices.map { recency[$0] + frequency[$0] + monetary[$0] }
    let order = recency.indices.sorted {
      sums[$0] != sums[$1]
        ? sums[$0] > sums[$1] : (money[$1], $0) < (money[$0], $1)
    }
    return order.map { customer in
      [
        name(customer), .integer(Int64(silences[customer])),
        .integer(Int64(worths.occasions[customer].count)), .decimal(money[customer]),
        .integer(Int64(recency[customer])), .integer(Int64(frequency[customer])),
        .integer(Int64(monetary[customer])), .boolean(worths.customers[customer].isGone),
      ]
    }
  }

  private func scores(_ figures: [Double]) -> [Int] {
    let sorted = figures.sorted()
    var worse: [Double: Int] = [:]
    for (place, figure) in sorted.enumerated() where worse[figure] == nil { worse[figure] = place }
    return figures.map { 1 + 5 * (worse[$0] ?? 0) / max(1, sorted.count) }
  }
}
