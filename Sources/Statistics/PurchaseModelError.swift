/// Why a model of purchases or of retention cannot be fitted. Rows count from 0.
package enum PurchaseModelError: Error, Hashable, Sendable, CustomStringConvertible {
  case noCustomers
  case differentLengths
  case impossibleHistory(row: Int)
  case impossibleCount(period: Int)
  /// Nobody bought a second time.
  case noRepeats
  /// No time has passed since any first purchase.
  case noTime
  /// Fewer than `needed` customers with what is needed.
  case tooFew(customers: Int, needed: Int)
  case tooFewPeriods(periods: Int, needed: Int)
  case nobodyLeft
  case everybodyLeft
  /// The likelihood rises for ever along these parameters.
  case runsToInfinity(parameters: [String], meaning: String)
  case notConverged

  package var description: String {
    switch self {
    case .noCustomers: "there is no customer"
    case .differentLengths: "the columns have different lengths"
    case .impossibleHistory(let row):
      "customer \(row + 1) has a purchase history that cannot be: repeat purchases are whole numbers "
        + "and lie between the first day and the end of observation"
    case .impossibleCount(let period):
      "period \(period + 1) has a count that cannot be: no more may leave than are there"
    case .noRepeats: "nobody bought a second time, so nothing can be said about buying again"
    case .noTime: "no time has passed since the first purchases"
    case .tooFew(let customers, let needed):
      "\(customers) customers are too few; it takes \(needed)"
    case .tooFewPeriods(let periods, let needed):
      "\(periods) periods are too few; it takes \(needed)"
    case .nobodyLeft: "nobody has left yet"
    case .everybodyLeft: "everybody has left in the first period"
    case .runsToInfinity(let parameters, let meaning):
      "these data do not determine \(listed(parameters)): \(meaning)"
    case .notConverged: "the fit has not settled"
    }
  }
}

/// `a`, `a and b`, `a, b and c`.
private func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}
