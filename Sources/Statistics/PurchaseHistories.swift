/// What a buy-till-you-die model needs to know of one customer.
package struct PurchaseHistory: Hashable, Sendable {
  /// x, repeat purchases: occasions after the first.
  package let repeats: Double
  /// t_x, the time from the first purchase to the last; 0 where there is no repeat.
  package let recency: Double
  /// T, the time from the first purchase to the end of observation.
  package let length: Double

  package init(repeats: Double, recency: Double, length: Double) {
    self.repeats = repeats
    self.recency = recency
    self.length = length
  }

  @inline(__always)
  fileprivate func precedes(_ other: PurchaseHistory) -> Bool {
    if repeats != other.repeats { return repeats < other.repeats }
    return length != other.length ? length < other.length : recency < other.recency
  }
}

/// The purchase histories of customers, equal ones counted together, in ascending order of x, T and
/// t_x: so that neither the fit nor a sum depends on the order of customers, and each distinct
/// history is evaluated once.
package struct PurchaseHistories: Sendable {
  package let distinct: [PurchaseHistory]
  /// How many customers have each of them, at least 1.
  package let counts: [Double]
  /// All customers.
  package let customers: Double

  /// One place a customer in each array, times in one unit of any size. O(n) and the sort of the
  /// distinct histories.
  ///
  /// Throws for arrays of different lengths, no customers, numbers that are not finite, x below 0
  /// or with a fraction, t_x outside 0...T, and x > 0 with t_x = 0 or x = 0 with t_x > 0.
  package init(
    repeats: [Double], recencies: [Double], lengths: [Double]
  ) throws(PurchaseModelError) {
    guard repeats.count == recencies.count, repeats.count == lengths.count else {
      throw .differentLengths
    }
    var table = HistoryTable(capacity: repeats.count)
    for row in repeats.indices {
      let history = PurchaseHistory(
        repeats: repeats[row], recency: recencies[row], length: lengths[row])
      guard history.isPossible else { throw .impossibleHistory(row: row) }
      table.count(history)
    }
    try self.init(table.histories, counts: table.counts)
  }

  /// Distinct histories with how many customers have each; conditions as for the other form, and
  /// no count below 0.
  package init(_ histories: [PurchaseHistory], counts: [Double]) throws(PurchaseModelError) {
    guard histories.count == counts.count else { throw .differentLengths }
    if let row = histories.indices.first(where: {
      !histories[$0].isPossible || !(counts[$0] >= 0 && counts[$0] < .infinity)
    }) {
      throw .impossibleHistory(row: row)
    }
    // Customer by customer in one array: a sort of places would look the histories up all over.
    var rows = zip(histories, counts).filter { $0.1 > 0 }
    rows.sort { $0.0.precedes($1.0) }
    guard !rows.isEmpty else { throw .noCustomers }
    distinct = rows.map(\.0)
    self.counts = rows.map(\.1)
    customers = self.counts.reduce(0, +)
  }

  /// The sum of `value` over the customers.
  package func sum(_ value: (PurchaseHistory) -> Double) -> Double {
    zip(distinct, counts).reduce(0) { $0 + $1.1 * value($1.0) }
  }

  var repeaters: Double { sum { $0.repeats > 0 ? 1 : 0 } }

  /// With times measured in a unit of `unit`.
  func scaled(by unit: Double) -> PurchaseHistories {
    PurchaseHistories(
      ordered: distinct.map {
        PurchaseHistory(
          repeats: $0.repeats, recency: $0.recency / unit, length: $0.length / unit)
      }, counts: counts)
  }

  /// About `size` customers that stand for all: every k-th of the ordered ones.
  func sample(_ size: Double) -> PurchaseHistories {
    guard customers > size else { return self }
    var (histories, kept): ([PurchaseHistory], [Double]) = ([], [])
    var passed = 0.0
    for (history, count) in zip(distinct, counts) {
      let before = (passed * size / customers + 0.5).rounded(.down)
      passed += count
      let after = (passed * size / customers + 0.5).rounded(.down)
      if after > before {
        histories.append(history)
        kept.append(after - before)
      }
    }
    return PurchaseHistories(ordered: histories, counts: kept)
  }

  private init(ordered: [PurchaseHistory], counts: [Double]) {
    distinct = ordered
    self.counts = counts
    customers = counts.reduce(0, +)
  }
}

extension PurchaseHistory {
  fileprivate var isPossible: Bool {
    guard repeats >= 0, repeats < 1e15, repeats.rounded() == repeats, length < .infinity else {
      return false
    }
    return recency >= 0 && recency <= length && (repeats > 0) == (recency > 0)
  }
}

/// Counts equal histories: an open-addressing table, because a dictionary's is several times slower.
private struct HistoryTable {
  private(set) var histories: [PurchaseHistory] = []
  private(set) var counts: [Double] = []
  /// Places in `histories`; -1 where free.
  private var slots: [Int32]
  private var mask: Int

  init(capacity: Int) {
    mask = 1023
    slots = Array(repeating: -1, count: mask + 1)
    let expected = min(capacity, 4_096)
    histories.reserveCapacity(expected)
    counts.reserveCapacity(expected)
  }

  mutating func count(_ history: PurchaseHistory) {
    var slot = HistoryTable.hash(history) & mask
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if histories[place] == history {
        counts[place] += 1
        return
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(histories.count)
    histories.append(history)
    counts.append(1)
    if 2 * histories.count > mask { grow() }
  }

  private mutating func grow() {
    mask = 4 * mask + 3
    slots = Array(repeating: -1, count: mask + 1)
    for (place, history) in histories.enumerated() {
      var slot = HistoryTable.hash(history) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(place)
    }
  }

  private static func hash(_ history: PurchaseHistory) -> Int {
    var bits = history.repeats.bitPattern &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 32) ^ history.recency.bitPattern) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 29) ^ history.length.bitPattern) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (bits ^ (bits >> 32)) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}
