/// Why survival figures cannot be computed from the rows given.
package enum SurvivalError: Error, Hashable, Sendable, CustomStringConvertible {
  case noRows
  case differentLengths
  /// A time that is negative, infinite or not a number; rows count from 0.
  case invalidTime(row: Int)
  /// A negative count at an integer time.
  case negativeCount(time: Int)
  /// A cause outside 0..<causes; rows count from 0.
  case invalidCause(row: Int)

  package var description: String {
    switch self {
    case .noRows: "there are no rows to follow over time"
    case .differentLengths: "the columns have different numbers of rows"
    case .invalidTime(let row):
      "the time in row \(row + 1) is not a finite number of at least 0"
    case .negativeCount(let time): "the count at time \(time) is negative"
    case .invalidCause(let row): "the cause in row \(row + 1) is not one of those declared"
    }
  }
}
