/// How many are at risk, leave and are censored at each distinct time: what every estimator of
/// survival is computed from.
///
/// All arrays have one place per distinct time, ascending. Exits come before censorings at equal
/// times, so one who is censored at t counts as at risk at t (Kaplan & Meier 1958).
package struct RiskTable: Hashable, Sendable {
  /// The distinct times at which somebody left or was censored, in the unit of the input.
  package private(set) var times: [Double] = []
  /// Those whose own time is at least this one.
  package private(set) var atRisk: [Int] = []
  package private(set) var events: [Int] = []
  package private(set) var censored: [Int] = []

  /// One row a client: the time it was followed for, and whether it ended in an exit.
  ///
  /// O(n) where the times are whole numbers not far above the number of rows (days), else about as
  /// much, at the worst O(n log n). Throws for no rows, arrays of different lengths, and times that are not finite or
  /// below 0.
  package init(times: [Double], events: [Bool]) throws(SurvivalError) {
    try validate(times: times, others: events.count)
    if let counts = CountsByTime(times: times, last: largest(times), events: events) {
      self.init(atIntegerTimes: counts)
    } else {
      self.init(sorting: times, events: events)
    }
  }

  /// Counts at the integer times 0, 1, 2, ...: `exits[t]` leave at t, `censorings[t]` are censored
  /// at t; the shorter array counts as followed by zeros.
  ///
  /// Agrees with the form that takes rows to the last bit. Throws where a count is negative or all
  /// are 0.
  package init(exits: [Int], censorings: [Int]) throws(SurvivalError) {
    for counts in [exits, censorings] {
      if let time = counts.firstIndex(where: { $0 < 0 }) { throw .negativeCount(time: time) }
    }
    self.init(atIntegerTimes: CountsByTime(exits: exits, censorings: censorings))
    if times.isEmpty { throw .noRows }
  }

  /// All rows of the table.
  package var count: Int { atRisk.first ?? 0 }

  /// Those whose own time is at least `time`.
  package func atRisk(at time: Double) -> Int {
    let index = times.partitioningIndex { $0 >= time }
    return index < times.count ? atRisk[index] : 0
  }

  private init(atIntegerTimes counts: CountsByTime) {
    for time in 0..<max(counts.exits.count, counts.censorings.count) {
      let exits = time < counts.exits.count ? counts.exits[time] : 0
      let censorings = time < counts.censorings.count ? counts.censorings[time] : 0
      if exits + censorings > 0 { append(Double(time), exits, censorings) }
    }
    countAtRisk()
  }

  /// Time and kind of a row in one number, exits first: whole numbers sort several times faster than rows.
  private init(sorting times: [Double], events: [Bool]) {
    let keys = sortedByLeadingBits(
      times.indices.map { times[$0].bitPattern << 1 | (events[$0] ? 0 : 1) })
    self.times.reserveCapacity(keys.count)
    self.events.reserveCapacity(keys.count)
    censored.reserveCapacity(keys.count)
    atRisk.reserveCapacity(keys.count)
    var place = 0
    while place < keys.count {
      let bits = keys[place] >> 1
      let start = place
      while place < keys.count, keys[place] == bits << 1 { place += 1 }
      let exits = place - start
      while place < keys.count, keys[place] == bits << 1 | 1 { place += 1 }
      append(Double(bitPattern: bits), exits, place - start - exits)
      atRisk.append(keys.count - start)
    }
  }

  private mutating func append(_ time: Double, _ exits: Int, _ censorings: Int) {
    times.append(time)
    events.append(exits)
    censored.append(censorings)
  }

  private mutating func countAtRisk() {
    atRisk = times.map { _ in 0 }
    var remaining = 0
    for index in times.indices.reversed() {
      remaining += events[index] + censored[index]
      atRisk[index] = remaining
    }
  }
}

/// Throws unless there are rows, as many in each column, with times that are finite and not below
/// 0.
func validate(times: [Double], others count: Int) throws(SurvivalError) {
  guard times.count == count else { throw .differentLengths }
  guard !times.isEmpty else { throw .noRows }
  // The top bit of these is 0 where all are finite and from 0 up: a loop without a branch.
  var bits: UInt64 = 0
  for time in times { bits |= time.bitPattern | (time.bitPattern &+ 1 << 52) }
  guard bits >> 63 == 1 else { return }
  if let row = times.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
    throw .invalidTime(row: row)
  }
}

/// The largest of some numbers, which are not none. In four strands, for each waits for its last comparison.
private func largest<Number: Comparable>(_ numbers: [Number]) -> Number {
  var (a, b, c, d) = (numbers[0], numbers[0], numbers[0], numbers[0])
  let rest = numbers.count & ~3
  for place in stride(from: 0, to: rest, by: 4) {
    a = numbers[place] > a ? numbers[place] : a
    b = numbers[place + 1] > b ? numbers[place + 1] : b
    c = numbers[place + 2] > c ? numbers[place + 2] : c
    d = numbers[place + 3] > d ? numbers[place + 3] : d
  }
  for number in numbers[rest...] { a = number > a ? number : a }
  return max(max(a, b), max(c, d))
}

extension [Double] {
  /// The first index whose element satisfies the predicate, which must be false and then true along
  /// the array; the count where none does.
  func partitioningIndex(_ isInSecondPart: (Double) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Times in ascending order, taken off in runs of equal ones.
struct TiedRuns {
  private let times: [Double]
  private var place = 0

  init(sorting times: some Sequence<Double>) { self.times = times.sorted() }

  /// The earliest time not taken yet.
  var next: Double? { place < times.count ? times[place] : nil }

  /// How many there are at `time`, before which all must have been taken.
  mutating func take(_ time: Double) -> Int {
    let start = place
    while place < times.count, times[place] == time { place += 1 }
    return place - start
  }
}

/// Ascending order: the leading bits of what exceeds the least key tell the bucket, and buckets are small.
///
/// Times come as the bits of floating-point numbers, whose leading bits are a logarithm: each octave has
/// its own buckets, so that a few long times do not crowd all others into one.
func sortedByLeadingBits(_ keys: [UInt64]) -> [UInt64] {
  guard keys.count > 1_000 else { return keys.sorted() }
  let most = largest(keys)
  let least = keys.reduce(most) { $0 < $1 ? $0 : $1 }
  guard least < most else { return keys }
  let rangeBits = 64 - (most - least).leadingZeroBitCount
  let width = min(20, 64 - UInt64(keys.count).leadingZeroBitCount, rangeBits)
  let shift = UInt64(rangeBits - width)
  var ends = [Int32](repeating: 0, count: 1 << width + 1)
  for key in keys { ends[Int(truncatingIfNeeded: (key - least) >> shift) + 1] += 1 }
  var sum: Int32 = 0
  for bucket in ends.indices {
    sum += ends[bucket]
    ends[bucket] = sum
  }
  var sorted = [UInt64](repeating: 0, count: keys.count)
  for key in keys {
    let bucket = Int(truncatingIfNeeded: (key - least) >> shift)
    sorted[Int(ends[bucket])] = key
    ends[bucket] += 1
  }
  var start = 0
  for bucket in 0..<(1 << width) {
    let end = Int(ends[bucket])
    if end - start > 24 {
      sorted[start..<end].sort()
    } else if shift > 0 {
      for place in start..<end where place > start && sorted[place] < sorted[place - 1] {
        let key = sorted[place]
        var hole = place
        while hole > start, sorted[hole - 1] > key {
          sorted[hole] = sorted[hole - 1]
          hole -= 1
        }
        sorted[hole] = key
      }
    }
    start = end
  }
  return sorted
}

private struct CountsByTime {
  let exits: [Int]
  let censorings: [Int]

  init(exits: [Int], censorings: [Int]) {
    self.exits = exits
    self.censorings = censorings
  }

  /// Nil unless all times are whole and so small that counting is no more work than sorting.
  init?(times: [Double], last: Double, events: [Bool]) {
    guard last < Double(4 * times.count + 1024) else { return nil }
    // Both counts of a time side by side: no branch on who leaves, which nobody can predict. Even and
    // odd rows apart: a count that was just written need not be waited for.
    let width = 2 * Int(last) + 2
    var pairs = Array(repeating: 0, count: 2 * width)
    for row in times.indices {
      let place = Int(times[row])
      guard Double(place) == times[row] else { return nil }
      pairs[(row & 1) &* width &+ 2 &* place &+ (events[row] ? 1 : 0)] &+= 1
    }
    exits = stride(from: 1, to: width, by: 2).map { pairs[$0] + pairs[width + $0] }
    censorings = stride(from: 0, to: width, by: 2).map { pairs[$0] + pairs[width + $0] }
  }
}
