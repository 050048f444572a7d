import Calendars
import Columns
import Kernels

/// A column as it was read, and what became of cells that hold no value.
struct ParsedColumn: Sendable {
  var column: Column
  /// Cells whose text is no value of the column's type: missing, but worth a warning. Not all of very
  /// many are here.
  var unreadable: [(row: Int, text: String)] = []
  var unreadableCount = 0
  /// Days that stand for "none": how many, and the first few.
  var sentinels: [(row: Int, text: String)] = []
  var sentinelCount = 0
  var notFinite = 0
  /// Timestamps of a date column that had a time of day.
  var droppedTimes = 0

  init(_ column: Column) { self.column = column }

  fileprivate init<Value>(_ values: CellValues<Value>, _ storage: ([Value]) -> ColumnStorage) {
    column = Column(storage(values.values), validity: values.validity)
    unreadable = values.unreadable.map { ($0.row, String(decoding: $0.text, as: UTF8.self)) }
    unreadableCount = values.unreadableCount
    sentinels = values.sentinels.map { ($0.row, String(decoding: $0.text, as: UTF8.self)) }
    sentinelCount = values.sentinelCount
    notFinite = values.notFinite
  }
}

/// Turns the texts of one column into values, in the form that was decided.
struct ColumnParser {
  private let column: SurveyedColumn
  private let form: ColumnForm
  private let given: MissingMarkers
  private var hasEarlierDays: Bool { column.survey.dates.before1900 > 0 }

  static func parse(
    _ column: SurveyedColumn, as form: ColumnForm, given: MissingMarkers
  ) -> ParsedColumn {
    let parser = ColumnParser(column: column, form: form, given: given)
    switch column.content {
    case .words(let words): return parser.parse(words)
    case .packed(let cells, let tally):
      return parser.parse(cells, tally) ?? parser.parse(cells.takeWords())
    }
  }

  // MARK: From words

  private func parse(_ words: WordColumn) -> ParsedColumn {
    switch form {
    case .text: return ParsedColumn(texts(words))
    case .boolean:
      return ParsedColumn(words.values(false, outcomes(words, booleanValue))) { .booleans($0) }
    case .integer(let mark):
      return ParsedColumn(words.values(0, outcomes(words) { integer($0, mark) })) { .integers($0) }
    case .decimal(let mark):
      return ParsedColumn(words.values(.nan, outcomes(words) { decimal($0, mark) })) {
        .decimals($0)
      }
    case .date(let order):
      var result = ParsedColumn(words.values(0, outcomes(words) { day($0, order) })) { .days($0) }
      result.droppedTimes = droppedTimes(words, order)
      return result
    case .compactDate:
      return ParsedColumn(words.values(0, outcomes(words, compactDay))) { .days($0) }
    case .month:
      return ParsedColumn(words.values(0, outcomes(words, firstOfMonth))) { .days($0) }
    case .timestamp(let order):
      return ParsedColumn(words.values(0, outcomes(words) { instant($0, order) })) {
        .instants($0)
      }
    }
  }

  private func outcomes<Value>(
    _ words: WordColumn, _ read: (Span<UInt8>) -> CellOutcome<Value>
  ) -> [CellOutcome<Value>] {
    (0..<words.words.count).map { word in
      words.words.withWord(word) { (cell: Span<UInt8>) -> CellOutcome<Value> in outcome(cell, read)
      }
    }
  }

  private func droppedTimes(_ words: WordColumn, _ order: DateOrder) -> Int {
    var count = 0
    for word in 0..<words.words.count {
      let isTimed = words.words.withWord(word) { hasTime($0, order) }
      if isTimed { count += words.count(of: word) }
    }
    return count
  }

  private func hasTime(_ cell: Span<UInt8>, _ order: DateOrder) -> Bool {
    guard let time = DateScanner.scan(cell)?.time, time != 0 else { return false }
    if case .value = outcome(cell, { day($0, order) }) { return true }
    return false
  }

  // MARK: From packed cells

  /// Nil where the column is not what it looked like.
  private func parse(_ cells: CellColumn, _ tally: PackedWordTally) -> ParsedColumn? {
    let (words, numbers) = (tally.words, tally.numbers)
    switch (cells.shape, form) {
    case (.numbers(let own, _), .integer(let mark)):
      return ParsedColumn(
        cells.takeIntegers(
          isOwnMark: own == mark.rawValue, words: words, numbers: numbers,
          outcomes: outcomes(words) { integer($0, mark) })
      ) { .integers($0) }
    case (.numbers(let own, _), .decimal(let mark)):
      return ParsedColumn(
        cells.takeDecimals(
          isOwnMark: own == mark.rawValue, words: words, numbers: numbers,
          outcomes: outcomes(words) { decimal($0, mark) })
      ) { .decimals($0) }
    case (.numbers, .boolean(digits: true)):
      let values = cells.takeNumbers(
        false, words: words, numbers: numbers, outcomes: outcomes(words, booleanValue)
      ) { digits, fraction in
        fraction == 0 && digits >= 0 && digits <= 1 ? .value(digits == 1) : .unreadable
      }
      return ParsedColumn(values) { .booleans($0) }
    case (.dates, .date(let order)), (.instants, .date(let order)):
      let days = readings(cells, order)
      var result = ParsedColumn(
        cells.takeDays(
          days, words: words, numbers: numbers, outcomes: outcomes(words) { day($0, order) })
      ) { .days($0) }
      result.droppedTimes = column.survey.dates.awayFromMidnight
      return result
    case (.instants, .timestamp(let order)):
      return ParsedColumn(
        cells.takeInstants(
          readings(cells, order), words: words, numbers: numbers,
          outcomes: outcomes(words) { instant($0, order) })
      ) { .instants($0) }
    default: return nil
    }
  }

  private func outcomes<Value>(
    _ words: [WordTally], _ read: (Span<UInt8>) -> CellOutcome<Value>
  ) -> [CellOutcome<Value>] {
    words.map { outcome($0.text.span, read) }
  }

  private func readings(
    _ cells: CellColumn, _ order: DateOrder
  ) -> [(date: PackedDate, day: CellOutcome<Int32>)] {
    cells.tallyDates().map { date, _ in
      (date, day(ScannedDate(date, cells.shape).reading(order)).map(\.daysSinceEpoch))
    }
  }

  // MARK: One text

  private func outcome<Value>(
    _ cell: Span<UInt8>, _ read: (Span<UInt8>) -> CellOutcome<Value>
  ) -> CellOutcome<Value> {
    if cell.isEmpty || given.contains(cell) { return .missing }
    switch ShortWord.of(cell) {
    case .missing, .notAvailable, .missingUnlessText, .unknown: return .missing
    case .notFinite: return .notFinite
    case .yes, .no, .yesLetter, .noLetter, nil: return read(cell)
    }
  }

  private func integer(_ cell: Span<UInt8>, _ mark: DecimalMark) -> CellOutcome<Int64> {
    number(cell)?.integer(mark).map { .value($0) } ?? .unreadable
  }

  private func decimal(_ cell: Span<UInt8>, _ mark: DecimalMark) -> CellOutcome<Double> {
    guard let number = number(cell)?.decimal(mark, cell), number.isFinite else {
      return .unreadable
    }
    return .value(number)
  }

  private func number(_ cell: Span<UInt8>) -> ScannedNumber? {
    guard let number = NumberScanner.scan(cell) else { return nil }
    return number.accounting == nil || column.survey.readsAccounting ? number : nil
  }

  private func day(_ cell: Span<UInt8>, _ order: DateOrder) -> CellOutcome<Int32> {
    guard let date = DateScanner.scan(cell) else { return .unreadable }
    return day(date.reading(order)).map(\.daysSinceEpoch)
  }

  private func compactDay(_ cell: Span<UInt8>) -> CellOutcome<Int32> {
    guard let date = NumberScanner.scan(cell).flatMap(compactDate) else { return .unreadable }
    return day(date, hasEarlierDays: false).map(\.daysSinceEpoch)
  }

  private func firstOfMonth(_ cell: Span<UInt8>) -> CellOutcome<Int32> {
    guard let month = ScannedMonth.scan(cell) else { return .unreadable }
    return day(month.reading, hasEarlierDays: false).map(\.daysSinceEpoch)
  }

  private func instant(_ cell: Span<UInt8>, _ order: DateOrder) -> CellOutcome<Int64> {
    guard let date = DateScanner.scan(cell) else { return .unreadable }
    return day(date.reading(order)).map {
      Int64($0.daysSinceEpoch) * microsecondsPerDay + (date.time ?? 0)
    }
  }

  private func day(_ reading: DateReading) -> CellOutcome<CivilDate> {
    day(reading, hasEarlierDays: hasEarlierDays)
  }

  /// What a date comes to in its column: a day, or no value.
  private func day(_ reading: DateReading, hasEarlierDays: Bool) -> CellOutcome<CivilDate> {
    switch reading {
    case .day(let day): .value(day)
    case .turnOfCentury: hasEarlierDays ? .value(DateReading.firstOf1900) : .sentinel
    case .sentinel: .sentinel
    case .impossible: .unreadable
    }
  }

  private func booleanValue(_ cell: Span<UInt8>) -> CellOutcome<Bool> {
    switch ShortWord.of(cell) {
    case .yes, .yesLetter: return .value(true)
    case .no, .noLetter: return .value(false)
    default:
      guard cell.count == 1 else { return .unreadable }
      return cell[0] == UInt8(ascii: "1")
        ? .value(true) : cell[0] == UInt8(ascii: "0") ? .value(false) : .unreadable
    }
  }

  // MARK: Texts

  /// The words without those that stand for a missing value, and texts that are the same although
  /// their bytes differ (é as one letter or two) under one number.
  private func texts(_ words: WordColumn) -> Column {
    let comparesTexts = words.words.isBeyondASCII
    let kept: WordColumn
    if !comparesTexts, words.isAscending, holdsOnlyPlainKeys(words) {
      kept = words
    } else {
      kept = withoutMissing(words, comparesTexts: comparesTexts)
    }
    // Rows without a value hold code 0, which has to exist.
    let dictionary: WordList = kept.words.count == 0 ? [""] : WordList(kept.words)
    return Column(
      .words(Words(codes: WordCodes(kept.codes), dictionary: dictionary)), validity: kept.validity)
  }

  /// Whether all words are as `ColumnSurvey.addKeys` found them: no text for a missing value among them.
  private func holdsOnlyPlainKeys(_ words: WordColumn) -> Bool {
    var survey = ColumnSurvey()
    return survey.addKeys(words, given: given)
  }

  private func withoutMissing(_ words: WordColumn, comparesTexts: Bool) -> WordColumn {
    // Nil as long as every word keeps its number.
    var places: [Int]?
    var next = 0
    var known: [String: Int] = [:]
    for word in 0..<words.words.count {
      let (isMissing, isASCII) = words.words.withWord(word) {
        (isMissingText($0), !comparesTexts || !hasHighByte($0))
      }
      var place = isMissing ? -1 : next
      if !isMissing, !isASCII {
        let text = words.words[word]
        place = known[text] ?? next
        known[text] = place
      }
      if place != word, places == nil { places = Array(0..<word) }
      places?.append(place)
      if place == next { next += 1 }
    }
    return places.map { words.renumbered($0) } ?? words
  }

  private func isMissingText(_ cell: Span<UInt8>) -> Bool {
    if given.contains(cell) { return true }
    let word = ShortWord.of(cell)
    return word == .missing
      || word == .notAvailable && !column.survey.namesPairs && isCapitals(cell)
  }

  private func isCapitals(_ cell: Span<UInt8>) -> Bool {
    for index in cell.indices where cell[index] &- UInt8(ascii: "A") >= 26 { return false }
    return true
  }

  private func hasHighByte(_ cell: Span<UInt8>) -> Bool {
    for index in cell.indices where cell[index] >= 0x80 { return true }
    return false
  }
}
