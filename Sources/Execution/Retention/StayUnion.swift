/// Rows of one customer made into stays.
struct StayUnion {
  private(set) var stays: [ClientStay] = []
  /// The rows of the stays, in the order of `ClientIntervals.rows`.
  private(set) var rows: [ClientRow] = []
  private(set) var rowOffsets: [Int] = []
  private var duplicates = 0
  private var united = 0
  private let gap: Int
  private let areEqual: (Int, Int) -> Bool

  /// `areEqual` says whether two rows of the input are the same in every column.
  init(
    _ rows: [ClientRow], hasCustomers: Bool, gap: Int, areEqual: @escaping (Int, Int) -> Bool
  ) {
    self.gap = gap
    self.areEqual = areEqual
    guard hasCustomers else {
      stays = rows.enumerated().map { ClientStay($1, customer: $0, isReturn: false) }
      self.rows = rows
      rowOffsets = Array(0...rows.count)
      return
    }
    if StayUnion.areNumberedInOrder(rows) {
      stays = rows.map { ClientStay($0, customer: $0.customer, isReturn: false) }
      self.rows = rows
      rowOffsets = Array(0...rows.count)
      return
    }
    stays.reserveCapacity(rows.count)
    self.rows.reserveCapacity(rows.count)
    rowOffsets.reserveCapacity(rows.count + 1)
    let customers = (rows.map(\.customer).max() ?? -1) + 1
    let buckets = Buckets(rows.map(\.customer), count: customers)
    for customer in 0..<customers {
      let bucket = buckets[customer]
      if bucket.count == 1 {
        open(rows[bucket[bucket.startIndex]], isReturn: false)
      } else if !bucket.isEmpty {
        unite(bucket.map { rows[$0] }.sorted(by: precedes))
      }
    }
    rowOffsets.append(self.rows.count)
  }

  /// Whether every row is of a customer of its own, whose number grows from row to row: then nothing has
  /// to be gathered or sorted.
  private static func areNumberedInOrder(_ rows: [ClientRow]) -> Bool {
    var last = -1
    for row in rows {
      guard row.customer > last else { return false }
      last = row.customer
    }
    return true
  }

  /// Begins a stay with its first row.
  private mutating func open(_ row: ClientRow, isReturn: Bool) {
    rowOffsets.append(rows.count)
    rows.append(row)
    stays.append(ClientStay(row, customer: row.customer, isReturn: isReturn))
  }

  var notes: [String] {
    var notes: [String] = []
    if duplicates > 0 {
      let repeats = duplicates == 1 ? "row that repeats" : "rows that repeat"
      notes.append("\(duplicates) \(repeats) another in every column left out")
    }
    if united > 0 {
      let days = gap == 0 ? "no day" : "at most \(counted(gap, "day"))"
      notes.append(
        "\(counted(united, "row")) joined to an earlier stay of the same customer, "
          + "with \(days) between")
    }
    return notes
  }

  /// `sorted` holds the rows of one customer, at least one.
  private mutating func unite(_ sorted: [ClientRow]) {
    open(sorted[0], isReturn: false)
    for next in sorted.dropFirst() {
      let last = stays.count - 1
      if let end = stays[last].end, Int(next.start) - Int(end) - 1 > gap {
        open(next, isReturn: true)
        continue
      }
      if repeatsEarlierRow(next) {
        duplicates += 1
        continue
      }
      united += 1
      rows.append(next)
      stays[last].take(next)
    }
  }

  /// Whether a row of the last stay is the same in every column.
  private func repeatsEarlierRow(_ row: ClientRow) -> Bool {
    for earlier in rows[rowOffsets[rowOffsets.count - 1]...].reversed() {
      // Equal rows follow each other in the order.
      guard earlier.start == row.start, earlier.leaving == row.leaving else { return false }
      if areEqual(earlier.row, row.row) { return true }
    }
    return false
  }
}

/// Earlier start first, then earlier end with still here last, then earlier row.
private func precedes(_ left: ClientRow, _ right: ClientRow) -> Bool {
  (left.start, left.leaving ?? .max, left.row) < (right.start, right.leaving ?? .max, right.row)
}

extension ClientStay {
  fileprivate init(_ row: ClientRow, customer: Int, isReturn: Bool) {
    self.init(
      start: row.start, end: row.leaving, lastSeen: row.isCensored ? row.end : nil,
      attributesRow: row.row, exitRow: row.row, customer: customer, isReturn: isReturn)
  }

  /// Makes one stay of this and a row that starts no earlier.
  fileprivate mutating func take(_ row: ClientRow) {
    attributesRow = row.row
    guard let end else {
      // One row without any end means still here, whatever another says.
      lastSeen = lastSeen.flatMap { seen in row.end.map { max(seen, $0) } }
      return
    }
    guard let leaving = row.leaving else {
      self.end = nil
      lastSeen = row.end.map { max(end, $0) }
      exitRow = row.row
      return
    }
    if leaving >= end {
      self.end = leaving
      exitRow = row.row
    }
  }
}
