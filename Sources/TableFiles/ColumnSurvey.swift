import Calendars

/// What the cells of a column look like. Surveys of two parts of a column can be added up.
struct ColumnSurvey {
  var cells = 0
  var empty = 0
  /// `NULL`.
  var markers = 0
  var notAvailable = 0
  var markersUnlessText = 0
  var notFinite = 0
  var yes = 0
  var no = 0
  var yesLetters = 0
  var noLetters = 0
  /// Cells that are exactly `0` or `1`.
  var zerosAndOnes = 0
  /// Cells of exactly two capital letters.
  var capitalPairs = 0
  var numbers = NumberSurvey()
  var dates = DateSurvey()
  /// The first row with a cell that is neither missing, a number nor a date.
  var firstWord: Int?
  /// The first row with a value.
  var firstValue: Int?

  /// Cells that hold a value, if the column is not text.
  var present: Int {
    cells - empty - markers - notAvailable - markersUnlessText - notFinite
  }
  /// Cells that hold a value, if the column is text.
  var presentAsText: Int { cells - empty - markers - (namesPairs ? 0 : notAvailable) }
  /// The values are codes of two capitals, so that `NA` is one of them.
  var namesPairs: Bool {
    capitalPairs > 0 && (capitalPairs + notAvailable) * 10 >= (cells - empty - markers) * 9
  }

  /// Takes in the cell of a row. `given` are further texts for a missing value.
  mutating func add(_ cell: Span<UInt8>, row: Int, given: MissingMarkers) {
    cells += 1
    if cell.isEmpty {
      empty += 1
      return
    }
    if given.contains(cell) {
      markers += 1
      return
    }
    if let word = ShortWord.of(cell), add(word) { return }
    if firstValue == nil { firstValue = row }
    if let date = DateScanner.scan(cell) {
      dates.add(date, row: row)
    } else if let number = NumberScanner.scan(cell) {
      if cell.count == 1, cell[0] == 0x30 || cell[0] == 0x31 { zerosAndOnes += 1 }
      numbers.add(number, row: row)
    } else {
      if cell.count == 2, isCapital(cell[0]), isCapital(cell[1]) { capitalPairs += 1 }
      if firstWord == nil { firstWord = row }
    }
  }

  /// Whether the word settles what the cell is.
  private mutating func add(_ word: ShortWord) -> Bool {
    switch word {
    case .missing: markers += 1
    case .notAvailable: notAvailable += 1
    case .missingUnlessText: markersUnlessText += 1
    case .notFinite: notFinite += 1
    case .yes: yes += 1
    case .no: no += 1
    case .yesLetter: yesLetters += 1
    case .noLetter: noLetters += 1
    }
    switch word {
    case .missing, .notAvailable, .missingUnlessText, .notFinite: return true
    case .yes, .no, .yesLetter, .noLetter: return false
    }
  }

  private func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
}

/// Texts that the caller declared to mean a missing value.
struct MissingMarkers {
  private let texts: [[UInt8]]

  init(_ texts: [String]) { self.texts = texts.map { Array($0.utf8) } }

  func contains(_ cell: Span<UInt8>) -> Bool {
    if texts.isEmpty { return false }
    return texts.contains { text in
      guard text.count == cell.count else { return false }
      for index in cell.indices where cell[index] != text[index] { return false }
      return true
    }
  }
}

/// How the numbers of a column are written.
struct NumberSurvey {
  var count = 0
  var withPoint = 0
  var withComma = 0
  var ambiguousPoint = 0
  var ambiguousComma = 0
  var groupedByPoint = 0
  var groupedByComma = 0
  var groupedOtherwise = 0
  /// Whole numbers of four digits and more without groups: then thousands are not marked.
  var longPlain = 0
  var withExponent = 0
  var withLeadingZero = 0
  /// Seven digits and more behind a plus sign: telephone numbers.
  var withPlus = 0
  var beyondInteger = 0
  var percents = 0
  var currencies: Currencies = []
  var withCurrency = 0
  /// Eight digits that make a day between 1900 and 2099, or a sentinel.
  var compactDates = 0
  var firstAmbiguous: Int?
  var first: Int?

  /// Cells that settle which mark is the decimal one.
  func evidence(for mark: DecimalMark) -> Int {
    mark == .point ? withPoint + groupedByComma : withComma + groupedByPoint
  }

  mutating func add(_ number: ScannedNumber, row: Int) {
    count += 1
    if first == nil { first = row }
    addForm(number, row: row)
    if number.exponent != nil { withExponent += 1 }
    if number.hasLeadingZero { withLeadingZero += 1 }
    if number.hasPlus, number.digitCount >= 7 { withPlus += 1 }
    let isWhole = number.fractionDigits(.point) == 0 && number.fractionDigits(.comma) == 0
    if isWhole, number.overflows || number.digits > UInt64(Int64.max) { beyondInteger += 1 }
    if number.isPercent { percents += 1 }
    if !number.currency.isEmpty {
      withCurrency += 1
      currencies.formUnion(number.currency)
    }
  }

  private mutating func addForm(_ number: ScannedNumber, row: Int) {
    switch number.form {
    case .plain:
      if number.digitCount >= 4 { longPlain += 1 }
      if compactDate(number) != nil { compactDates += 1 }
    case .grouped: groupedOtherwise += 1
    case .fraction(.point): withPoint += 1
    case .fraction(.comma): withComma += 1
    case .groupedBy(.point): groupedByPoint += 1
    case .groupedBy(.comma): groupedByComma += 1
    case .ambiguous(let mark):
      if mark == .point { ambiguousPoint += 1 } else { ambiguousComma += 1 }
      if firstAmbiguous == nil { firstAmbiguous = row }
    }
  }
}

/// The day that eight digits name, `20240315`, if it is a plausible one.
func compactDate(_ number: ScannedNumber) -> DateReading? {
  guard case .plain = number.form, number.digitCount == 8, !number.isNegative, !number.hasPlus,
    !number.isPercent, number.currency.isEmpty, number.exponent == nil
  else { return nil }
  let digits = Int(number.digits)
  let reading = DateReading(
    year: digits / 10_000, month: digits / 100 % 100, day: digits % 100, isZero: digits == 0)
  if case .day(let date) = reading, date.components.year < 1900 { return nil }
  return reading == .impossible ? nil : reading
}

/// How the dates of a column are written.
struct DateSurvey {
  var count = 0
  var yearFirst = 0
  /// Make a day only as day/month, only as month/day, as both (two different ones), or as neither.
  var onlyDayFirst = 0
  var onlyMonthFirst = 0
  var either = 0
  var impossible = 0
  /// Reads the same both ways, such as 03/03/2024, or is a sentinel.
  var same = 0
  /// Among `either`, those with points between: no country writes the month first so.
  var eitherWithPoints = 0
  var withTime = 0
  var awayFromMidnight = 0
  var withShortYear = 0
  /// Days before 1900: then 1900-01-01 is a day like any other.
  var before1900 = 0
  var firstEither: Int?
  var first: Int?

  mutating func add(_ date: ScannedDate, row: Int) {
    count += 1
    if first == nil { first = row }
    if let time = date.time {
      withTime += 1
      if time != 0 { awayFromMidnight += 1 }
    }
    if date.hasShortYear { withShortYear += 1 }
    if (1000..<1900).contains(date.components(.dmy).year) { before1900 += 1 }
    if date.isYearFirst {
      yearFirst += 1
      if date.reading(.ymd) == .impossible { impossible += 1 }
    } else {
      addUnordered(date, row: row)
    }
  }

  private mutating func addUnordered(_ date: ScannedDate, row: Int) {
    let (dayFirst, monthFirst) = (date.reading(.dmy), date.reading(.mdy))
    switch (dayFirst == .impossible, monthFirst == .impossible) {
    case (true, true): impossible += 1
    case (false, true): onlyDayFirst += 1
    case (true, false): onlyMonthFirst += 1
    case (false, false) where dayFirst == monthFirst: same += 1
    case (false, false):
      either += 1
      if date.separator == UInt8(ascii: ".") { eitherWithPoints += 1 }
      if firstEither == nil { firstEither = row }
    }
  }
}
