/// Rows of one customer made into stays.
struct StayUnion {
  private(set) var stays: [ClientStay] = []
  private var duplicates = 0
  private var united = 0
  private let gap: Int

  init(_ rows: [ClientRow], hasCustomers: Bool, gap: Int) {
    self.gap = gap
    guard hasCustomers else {
      stays = rows.map(ClientStay.init)
      return
    }
    stays.reserveCapacity(rows.count)
    let customers = (rows.map(\.customer).max() ?? -1) + 1
    let buckets = Buckets(rows.map(\.customer), count: customers)
    for customer in 0..<customers {
      let bucket = buckets[customer]
      if bucket.count == 1 {
        stays.append(ClientStay(rows[bucket[bucket.startIndex]]))
      } else if !bucket.isEmpty {
        unite(bucket.map { rows[$0] }.sorted(by: precedes))
      }
    }
  }

  var notes: [String] {
    var notes: [String] = []
    if duplicates > 0 { notes.append("\(counted(duplicates, "repeated row")) counted once") }
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
    var stay = ClientStay(sorted[0])
    for (previous, next) in zip(sorted, sorted.dropFirst()) {
      if let end = stay.end, Int(next.start) - Int(end) - 1 > gap {
        stays.append(stay)
        stay = ClientStay(next)
        continue
      }
      if next.start == previous.start, next.leaving == previous.leaving {
        duplicates += 1
      } else {
        united += 1
      }
      stay.take(next)
    }
    stays.append(stay)
  }
}

/// Earlier start first, then earlier end with still here last, then earlier row.
private func precedes(_ left: ClientRow, _ right: ClientRow) -> Bool {
  (left.start, left.leaving ?? .max, left.row) < (right.start, right.leaving ?? .max, right.row)
}

extension ClientStay {
  fileprivate init(_ row: ClientRow) {
    self.init(start: row.start, end: row.leaving, attributesRow: row.row, exitRow: row.row)
  }

  /// Makes one stay of this and a row that starts no earlier.
  fileprivate mutating func take(_ row: ClientRow) {
    attributesRow = row.row
    guard let end else { return }
    guard let leaving = row.leaving else {
      self.end = nil
      exitRow = row.row
      return
    }
    if leaving >= end {
      self.end = leaving
      exitRow = row.row
    }
  }
}
