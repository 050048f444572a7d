import Calendars
import Columns
import Kernels

/// A column as it was read, and what became of cells that hold no value.
struct ParsedColumn {
  var column: Column
  /// Rows whose text is no value of the column's type: missing, but worth a warning.
  var unreadable = Tally()
  /// Days that stand for "none".
  var sentinels = Tally()
  var notFinite = 0
  /// Timestamps of a date column that had a time of day.
  var droppedTimes = 0
}

/// Reads the cells of one column in the form that was decided.
struct ColumnParser {
  private let table: CellTable
  private let index: Int
  private let given: MissingMarkers
  private var present: [Bool]
  private var parsed: ParsedColumn

  private init(_ table: CellTable, _ index: Int, _ given: MissingMarkers) {
    self.table = table
    self.index = index
    self.given = given
    present = [Bool](repeating: false, count: table.rowCount)
    parsed = ParsedColumn(column: Column(.booleans([])))
  }

  static func parse(
    _ table: CellTable, column index: Int, as form: ColumnForm, survey: ColumnSurvey,
    given: MissingMarkers
  ) -> ParsedColumn {
    var parser = ColumnParser(table, index, given)
    let storage = parser.storage(form, survey)
    let isWhole = parser.present.allSatisfy { $0 }
    parser.parsed.column = Column(storage, validity: isWhole ? nil : Bitmap(parser.present))
    return parser.parsed
  }

  private mutating func storage(_ form: ColumnForm, _ survey: ColumnSurvey) -> ColumnStorage {
    switch form {
    case .text: return .words(words(survey.namesPairs))
    case .boolean: return .booleans(values(false) { _, cell in booleanValue(cell) })
    case .integer(let mark):
      return .integers(
        values(0) { _, cell in
          NumberScanner.scan(cell)?.integer(mark).map { .value($0) } ?? .unreadable
        })
    case .decimal(let mark):
      return .decimals(
        values(.nan) { _, cell in
          guard let number = NumberScanner.scan(cell)?.decimal(mark, cell) else {
            return .unreadable
          }
          return number.isFinite ? .value(number) : .unreadable
        })
    case .date(let order): return .days(days(order, hasEarlierDays: survey.dates.before1900 > 0))
    case .compactDate: return .days(compactDays())
    case .timestamp(let order):
      return .instants(instants(order, hasEarlierDays: survey.dates.before1900 > 0))
    }
  }

  /// Reads every cell that is not a marker for missing.
  private mutating func values<Element>(
    _ filler: Element, _ read: (inout ParsedColumn, Span<UInt8>) -> CellReading<Element>
  ) -> [Element] {
    var values = [Element](repeating: filler, count: table.rowCount)
    var (present, parsed) = (self.present, self.parsed)
    table.forEachCell(inColumn: index) { row, cell in
      if cell.isEmpty || given.contains(cell) { return }
      switch ShortWord.of(cell) {
      case .missing, .notAvailable, .missingUnlessText: return
      case .notFinite:
        parsed.notFinite += 1
        return
      case .yes, .no, .yesLetter, .noLetter, nil: break
      }
      switch read(&parsed, cell) {
      case .value(let value):
        values[row] = value
        present[row] = true
      case .sentinel: parsed.sentinels.add(row)
      case .unreadable: parsed.unreadable.add(row)
      }
    }
    (self.present, self.parsed) = (present, parsed)
    return values
  }

  private mutating func days(_ order: DateOrder, hasEarlierDays: Bool) -> [Int32] {
    values(0) { parsed, cell in
      guard let date = DateScanner.scan(cell) else { return .unreadable }
      let day = reading(date.reading(order), hasEarlierDays: hasEarlierDays)
      if case .value = day, let time = date.time, time != 0 { parsed.droppedTimes += 1 }
      return day.map(\.daysSinceEpoch)
    }
  }

  private mutating func compactDays() -> [Int32] {
    values(0) { _, cell in
      guard let date = NumberScanner.scan(cell).flatMap(compactDate) else { return .unreadable }
      return reading(date, hasEarlierDays: false).map(\.daysSinceEpoch)
    }
  }

  private mutating func instants(_ order: DateOrder, hasEarlierDays: Bool) -> [Int64] {
    values(0) { _, cell in
      guard let date = DateScanner.scan(cell) else { return .unreadable }
      return reading(date.reading(order), hasEarlierDays: hasEarlierDays).map {
        Int64($0.daysSinceEpoch) * microsecondsPerDay + (date.time ?? 0)
      }
    }
  }

  private mutating func words(_ keepsNotAvailable: Bool) -> Words {
    var codes = [UInt32](repeating: 0, count: table.rowCount)
    var collector = WordCollector()
    var present = self.present
    table.forEachCell(inColumn: index) { row, cell in
      if cell.isEmpty || given.contains(cell) { return }
      let word = ShortWord.of(cell)
      if word == .missing || word == .notAvailable && !keepsNotAvailable && isCapitals(cell) {
        return
      }
      codes[row] = collector.code(of: cell)
      present[row] = true
    }
    self.present = present
    // Rows without a value hold code 0, which has to exist.
    let dictionary = collector.dictionary
    return Words(codes: codes, dictionary: dictionary.isEmpty ? [""] : dictionary)
  }
}

private enum CellReading<Element> {
  case value(Element)
  case sentinel
  case unreadable

  func map<Other>(_ transform: (Element) -> Other) -> CellReading<Other> {
    switch self {
    case .value(let value): .value(transform(value))
    case .sentinel: .sentinel
    case .unreadable: .unreadable
    }
  }
}

private func isCapitals(_ cell: Span<UInt8>) -> Bool {
  for index in cell.indices where cell[index] &- UInt8(ascii: "A") >= 26 { return false }
  return true
}

private func booleanValue(_ cell: Span<UInt8>) -> CellReading<Bool> {
  switch ShortWord.of(cell) {
  case .yes, .yesLetter: return .value(true)
  case .no, .noLetter: return .value(false)
  default:
    guard cell.count == 1 else { return .unreadable }
    return cell[0] == UInt8(ascii: "1")
      ? .value(true) : cell[0] == UInt8(ascii: "0") ? .value(false) : .unreadable
  }
}

/// What a date comes to in its column: a day with its time, or no value.
private func reading(
  _ reading: DateReading, hasEarlierDays: Bool
) -> CellReading<CivilDate> {
  switch reading {
  case .day(let day): .value(day)
  case .turnOfCentury: hasEarlierDays ? .value(DateReading.firstOf1900) : .sentinel
  case .sentinel: .sentinel
  case .impossible: .unreadable
  }
}
