import Calendars
import Columns
import Kernels

/// The cells of a column as one concrete type. Asking for a type that the column cannot give is a
/// programmer's error: the checker has seen to the types.
extension Column {
  var integers: Cells<Int64> {
    guard case .integers(let values) = storage else { mismatch(.integer) }
    return Cells(values, validity: validity)
  }

  /// Integers are widened.
  var decimals: Cells<Double> {
    switch storage {
    case .decimals(let values): return Cells(values, validity: validity)
    case .integers(let values): return Cells(values.map(Double.init), validity: validity)
    case .booleans, .days, .instants, .words: mismatch(.decimal)
    }
  }

  var booleans: Cells<Bool> {
    guard case .booleans(let values) = storage else { mismatch(.boolean) }
    return Cells(values, validity: validity)
  }

  /// Dates, or the days on which timestamps lie; missing outside the years 1 to 9999.
  var days: Cells<Int32> {
    switch storage {
    case .days(let values):
      return Cells(values, validity: validity).mapPresent(filler: 0) {
        calendarDays.contains($0) ? $0 : nil
      }
    case .instants(let values):
      return Cells(values, validity: validity).mapPresent(filler: 0) {
        let day = CivilDate(timestamp: $0).daysSinceEpoch
        return calendarDays.contains(day) ? day : nil
      }
    case .integers, .decimals, .booleans, .words: mismatch(.date)
    }
  }

  /// Timestamps, or the first instants of dates.
  var instants: Cells<Int64> {
    switch storage {
    case .instants(let values): return Cells(values, validity: validity)
    case .days:
      return days.mapPresent(filler: 0) { Int64($0) * microsecondsPerDay }
    case .integers, .decimals, .booleans, .words: mismatch(.timestamp)
    }
  }

  var words: Words {
    guard case .words(let words) = storage else { mismatch(.text) }
    return words
  }

  /// The same with NaN made missing.
  var withoutNaN: Column {
    guard case .decimals(let values) = storage, values.contains(where: \.isNaN) else { return self }
    return Column(Cells(values, validity: validity))
  }

  /// The column as another type: integers become decimals, dates and timestamps each other.
  func converted(to type: ValueType) -> Column {
    if type == self.type { return self }
    if missingCount == count { return Column(repeating: .missing, type, count: count) }
    return switch type {
    case .decimal: Column(decimals)
    case .date: Column(days: days)
    case .timestamp: Column(instants: instants)
    case .integer, .boolean, .text: mismatch(type)
    }
  }

  private func mismatch(_ wanted: ValueType) -> Never {
    preconditionFailure("a column of \(type.rawValue) was used as one of \(wanted.rawValue)")
  }
}

extension Column {
  init(_ cells: Cells<Int64>) {
    self.init(.integers(cells.values), validity: cells.validity)
  }

  /// NaN becomes missing.
  init(_ cells: Cells<Double>) {
    let known = cells.mapPresent(filler: .nan) { $0.isNaN ? nil : $0 }
    self.init(.decimals(known.values), validity: known.validity)
  }

  init(_ cells: Cells<Bool>) {
    self.init(.booleans(cells.values), validity: cells.validity)
  }

  init(days cells: Cells<Int32>) {
    self.init(.days(cells.values), validity: cells.validity)
  }

  init(instants cells: Cells<Int64>) {
    self.init(.instants(cells.values), validity: cells.validity)
  }

  /// Texts given by their numbers in a dictionary.
  init(codes cells: Cells<UInt32>, dictionary: [String]) {
    self.init(.words(Words(codes: cells.values, dictionary: dictionary)), validity: cells.validity)
  }

  /// `count` cells that all hold `value`, which is of the type or missing.
  init(repeating value: Value, _ type: ValueType, count: Int) {
    let single = Column(type, [value])
    self = single.gathered([Int](repeating: 0, count: count))
  }
}
