import Calendars
import Columns
import Kernels

/// The few different values of a column as numbers, and back.
struct KeyNumbers {
  let key: RowKeys.Key
  private let column: Column
  /// The value with the number 0, of integers and dates.
  private let first: Int64

  /// More values than this are not few.
  private static let most = 1 << 16

  /// Nil where there are many, and of decimals and instants.
  init?(_ column: Column) {
    self.column = column
    let validity = column.validity
    switch column.storage {
    case .words(let words):
      let count = words.dictionary.count
      guard count < KeyNumbers.most else { return nil }
      key =
        if let bytes = words.codes.bytes {
          RowKeys.Key(bytes: bytes, validity: validity, count: count)
        } else {
          RowKeys.Key(codes: words.codes.array, validity: validity, count: count)
        }
      first = 0
    case .booleans(let values):
      key = RowKeys.Key(bytes: values.map { $0 ? 1 : 0 }, validity: validity, count: 2)
      first = 0
    case .integers(let values):
      guard let low = values.min(), let high = values.max(),
        case (let width, let overflow) = high.subtractingReportingOverflow(low), !overflow,
        width < KeyNumbers.most
      else { return nil }
      key = RowKeys.Key(integers: values, validity: validity, range: low...high)
      first = low
    case .days(let values):
      let days = DayCells(
        days: values, validity: validity, calendar: Int32.min + 1...Int32.max)
      guard let limits = days.limits, limits.count < KeyNumbers.most else { return nil }
      key = RowKeys.Key(
        days: days, first: limits.lowerBound, numbers: Array(0..<limits.count),
        count: limits.count)
      first = Int64(limits.lowerBound)
    case .decimals, .instants: return nil
    }
  }

  /// The value that has a number.
  func value(_ number: Int) -> Value {
    if number == key.size - 1 { return .missing }
    return switch column.storage {
    case .words(let words): .text(words.dictionary[number])
    case .booleans: .boolean(number == 1)
    case .integers: .integer(first + Int64(number))
    case .days: .date(CivilDate(daysSinceEpoch: Int32(first) + Int32(number)))
    case .decimals, .instants: .missing
    }
  }
}

extension [KeyNumbers] {
  /// The values of a number of rows that are counted by these keys.
  func values(_ number: Int, of rows: RowKeys) -> [Value] {
    zip(self, rows.numbers(number)).map { $0.value($1) }
  }
}
