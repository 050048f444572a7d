import Calendars
import Columns
import Kernels

/// A column that was read and looked at from end to end.
struct SurveyedColumn: Sendable {
  enum Content: Sendable {
    case words(WordColumn)
    case packed(CellColumn, PackedWordTally)
  }

  var survey = ColumnSurvey()
  var content: Content
  /// Texts of rows that the report shows.
  private var texts: [Int: String] = [:]

  /// `given` are further texts for a missing value; `negatives` tells how numbers below zero are written.
  init(_ column: CellColumn, given: MissingMarkers, negatives: NegativeForm?) {
    switch column.shape {
    case .words, .keys:
      let words = column.takeWords()
      content = .words(words)
      survey(words, given, negatives)
    case .numbers, .dates, .instants:
      let (words, numbers, empty) = column.tallyWords()
      content = .packed(column, PackedWordTally(words: words, numbers: numbers))
      survey.addEmpty(empty)
      if case .numbers(let mark, _) = column.shape {
        survey(numbers: column.tallyNumbers(), DecimalMark(rawValue: mark) ?? .point)
      } else {
        surveyDates(column)
      }
      for word in words where word.count > 0 {
        survey.add(word.text.span, row: word.firstRow, times: word.count, given: given)
      }
      survey.settleAccounting(negatives) { column.hasNegatives() }
      keepTexts { row in
        column.text(row: row) ?? words.first { $0.firstRow == row }?.text ?? []
      }
    }
  }

  /// Words, such as those that values were turned back to.
  init(_ words: WordColumn, like other: SurveyedColumn) {
    self = other
    content = .words(words)
  }

  func text(row: Int) -> String { texts[row] ?? "" }

  private mutating func survey(
    _ column: WordColumn, _ given: MissingMarkers, _ negatives: NegativeForm?
  ) {
    survey.addEmpty(column.empty)
    if !survey.addKeys(column, given: given) {
      for word in 0..<column.words.count {
        column.words.withWord(word) {
          survey.add($0, row: word, times: column.count(of: word), given: given)
        }
      }
    }
    survey.settleAccounting(negatives) { false }
    // So far each word stands for the first row that holds it.
    var words: [Int: Int] = [:]
    survey.mapRows { word in
      let row = column.firstRow(of: word) ?? 0
      words[row] = word
      return row
    }
    keepTexts { row in
      guard let word = words[row] else { return [] }
      return column.words.withWord(word) { text in (0..<text.count).map { text[$0] } }
    }
  }

  private mutating func survey(numbers: PackedNumberTally, _ mark: DecimalMark) {
    survey.cells += numbers.numbers
    survey.zerosAndOnes += numbers.zerosAndOnes
    survey.firstValue = numbers.firstNumber
    survey.numbers.add(numbers, mark)
  }

  private mutating func surveyDates(_ column: CellColumn) {
    for (date, count) in column.tallyDates() {
      survey.cells += count
      survey.dates.add(ScannedDate(date, column.shape), row: nil, times: count)
    }
    survey.dates.awayFromMidnight += column.countAwayFromMidnight()
    guard survey.dates.count > 0 else { return }
    survey.dates.first = column.firstRow { _ in true }
    survey.firstValue = survey.dates.first
    guard survey.dates.either > 0 else { return }
    survey.dates.firstEither = column.firstRow { date in
      var own = DateSurvey()
      own.add(ScannedDate(date, column.shape), row: 0, times: 1)
      return own.either > 0
    }
  }

  private mutating func keepTexts(_ text: (Int) -> [UInt8]) {
    let rows = [
      survey.firstValue, survey.months.first, survey.dates.first, survey.dates.firstEither,
      survey.numbers.first,
      survey.numbers.firstAmbiguous, survey.accounting.numbers.first, survey.firstWord,
    ]
    for case let row? in rows where texts[row] == nil {
      texts[row] = String(decoding: text(row), as: UTF8.self)
    }
  }
}

/// The words of a packed column, and the numbers that the words of each thread have among them.
struct PackedWordTally: Sendable {
  var words: [WordTally]
  var numbers: [[UInt32]]
}

extension ScannedDate {
  /// A date as it was read in a column of this shape; where a time of day stands, midnight.
  init(_ date: PackedDate, _ shape: CellShape) {
    var style = DateStyle(isYearFirst: true, separator: UInt8(ascii: "-"))
    if case .dates(let own) = shape { style = own }
    if case .instants(let own) = shape { style = own }
    self.init(
      first: style.isYearFirst ? date.year : date.third, second: date.second,
      third: style.isYearFirst ? date.third : date.year, isYearFirst: style.isYearFirst,
      separator: style.separator, time: style.timeSeparator == nil ? nil : 0)
  }
}

extension ColumnSurvey {
  /// Replaces what stands for rows.
  mutating func mapRows(_ row: (Int) -> Int) {
    firstWord = firstWord.map(row)
    firstValue = firstValue.map(row)
    numbers.first = numbers.first.map(row)
    numbers.firstAmbiguous = numbers.firstAmbiguous.map(row)
    accounting.numbers.first = accounting.numbers.first.map(row)
    months.first = months.first.map(row)
    dates.first = dates.first.map(row)
    dates.firstEither = dates.firstEither.map(row)
  }
}

/// The shapes in which columns are likely written, as the first rows of a file show them.
extension SurveyedColumn {
  func shape(decision: ColumnDecision?, rows: Int) -> CellShape {
    guard case .words(let words) = content else { return .words(isNarrow: true, isKey: false) }
    let usual = CellShape.words(isNarrow: words.areFew(rows: rows), isKey: false)
    switch decision?.form {
    case .integer(let mark):
      return areNumbersUsual ? .numbers(mark: mark.rawValue, hasFractions: false) : usual
    case .decimal(let mark):
      return areNumbersUsual ? .numbers(mark: mark.rawValue, hasFractions: true) : usual
    case .compactDate:
      return .numbers(mark: DecimalMark.point.rawValue, hasFractions: false)
    case .date, .timestamp, nil: return dateShape ?? usual
    case .text where words.isAscendingKey:
      if let length = words.words.length, let shape = CellShape.keys(ofLength: length) {
        return shape
      }
      return .words(isNarrow: false, isKey: true)
    case .text, .boolean, .month: return usual
    }
  }

  private var areNumbersUsual: Bool {
    let numbers = survey.numbers
    let odd =
      numbers.groupedByPoint + numbers.groupedByComma + numbers.groupedOtherwise
      + numbers.withExponent + numbers.withLeadingZero + numbers.percents + numbers.withCurrency
      + survey.accounting.count
    return odd * 4 < numbers.count
  }

  /// Nil where dates are mostly written with a month's name, without leading zeros, or otherwise.
  private var dateShape: CellShape? {
    guard let row = survey.dates.first else { return nil }
    let text = Array(self.text(row: row).utf8)
    guard text.count == 10 || text.count == 19, survey.dates.withShortYear == 0 else { return nil }
    let isYearFirst = text[4] == text[7] && survey.dates.yearFirst * 2 > survey.dates.count
    let separator = text[isYearFirst ? 4 : 2]
    let style = DateStyle(
      isYearFirst: isYearFirst, separator: separator,
      timeSeparator: text.count == 19 ? text[10] : nil)
    return text.count == 10 ? .dates(style) : .instants(style)
  }
}

extension WordColumn {
  /// Whether a byte most likely numbers all words of a column that begins like this one. How many rows
  /// hold a word met once estimates how many are still to hold a new one (Good 1953, The population
  /// frequencies of species and the estimation of population parameters).
  fileprivate func areFew(rows: Int) -> Bool {
    guard words.count <= 240, words.count * 4 <= rows else { return false }
    if words.count <= 100 { return true }
    return (0..<words.count).count { count(of: $0) == 1 } * 100 <= rows
  }

  /// Every row holds a text greater than the one before.
  fileprivate var isAscendingKey: Bool {
    guard counts == nil || counts?.allSatisfy({ $0 == 1 }) == true, words.count > 8 else {
      return false
    }
    for index in 1..<words.count {
      let isLess = words.withWord(index - 1) { left in
        words.withWord(index) { right in
          for place in 0..<min(left.count, right.count) where left[place] != right[place] {
            return left[place] < right[place]
          }
          return left.count < right.count
        }
      }
      if !isLess { return false }
    }
    return true
  }
}
