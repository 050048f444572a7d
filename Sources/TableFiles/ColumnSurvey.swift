import Calendars
import Kernels

/// What the cells of a column look like. Surveys of two parts of a column can be added up.
struct ColumnSurvey {
  var cells = 0
  var empty = 0
  /// `NULL`.
  var markers = 0
  var notAvailable = 0
  var markersUnlessText = 0
  /// Those of them that are words such as `unknown`.
  var unknowns = 0
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
  /// Numbers below zero as accountants write them, until it is settled whether they are numbers.
  var accounting = AccountingSurvey()
  /// Those count as numbers too.
  var readsAccounting = false
  var dates = DateSurvey()
  /// Among the words.
  var months = MonthSurvey()
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

  /// Takes in a text that stands in `times` rows, the first of them `row`. `given` are further texts
  /// for a missing value.
  mutating func add(_ cell: Span<UInt8>, row: Int, times: Int = 1, given: MissingMarkers) {
    cells += times
    if cell.isEmpty {
      empty += times
      return
    }
    if given.contains(cell) {
      markers += times
      return
    }
    if let word = ShortWord.of(cell), add(word, times) { return }
    firstValue = earlier(firstValue, row)
    if isPlainWord(cell) {
      firstWord = earlier(firstWord, row)
    } else if let date = DateScanner.scan(cell) {
      dates.add(date, row: row, times: times)
    } else if let number = NumberScanner.scan(cell) {
      if cell.count == 1, cell[0] == 0x30 || cell[0] == 0x31 { zerosAndOnes += times }
      if let sign = number.accounting {
        accounting.add(number, sign, row: row, times: times)
      } else {
        numbers.add(number, row: row, times: times)
      }
    } else {
      if cell.count == 2, isCapital(cell[0]), isCapital(cell[1]) { capitalPairs += times }
      if let month = ScannedMonth.scan(cell) { months.add(month, row: row, times: times) }
      firstWord = earlier(firstWord, row)
    }
  }

  /// Takes in the words of a column of keys at once: of texts in order the first and the last show how
  /// all begin. False where that does not tell what they are.
  mutating func addKeys(_ column: WordColumn, given: MissingMarkers) -> Bool {
    guard column.isAscending, given.isEmpty, column.words.count > 0,
      let length = column.words.length, length > 2
    else { return false }
    let shared = column.words.sharedStart
    let last = column.words.withWord(column.words.count - 1) { $0[1] }
    let arePlainWords = column.words.withWord(0) { word in
      // In texts of one first letter the second rises from that of the first text to that of the last.
      shared >= 1 && isLetter(word[0])
        && (shared >= 3
          ? isPlainWord(word) : !(word[1]...max(word[1], last)).contains(where: isLetter))
        && !ShortWord.canBegin(with: word[0], count: length)
    }
    guard arePlainWords else { return false }
    cells += column.codes.count - column.empty
    firstWord = earlier(firstWord, 0)
    firstValue = earlier(firstValue, 0)
    return true
  }

  /// Cells without any text.
  mutating func addEmpty(_ count: Int) {
    cells += count
    empty += count
  }

  /// Whether it can neither be a number nor a date: a letter comes first, then something else than
  /// the letters of a currency.
  private func isPlainWord(_ cell: Span<UInt8>) -> Bool {
    cell.count > 2 && isLetter(cell[0]) && !(isLetter(cell[1]) && isLetter(cell[2]))
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// Whether the word settles what the cell is.
  private mutating func add(_ word: ShortWord, _ times: Int) -> Bool {
    switch word {
    case .missing: markers += times
    case .notAvailable: notAvailable += times
    case .missingUnlessText: markersUnlessText += times
    case .unknown:
      markersUnlessText += times
      unknowns += times
    case .notFinite: notFinite += times
    case .yes: yes += times
    case .no: no += times
    case .yesLetter: yesLetters += times
    case .noLetter: noLetters += times
    }
    switch word {
    case .missing, .notAvailable, .missingUnlessText, .unknown, .notFinite: return true
    case .yes, .no, .yesLetter, .noLetter: return false
    }
  }

  private func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
}

/// Texts that the caller declared to mean a missing value.
struct MissingMarkers {
  private let texts: [[UInt8]]

  init(_ texts: [String]) { self.texts = texts.map { Array($0.utf8) } }

  var isEmpty: Bool { texts.isEmpty }

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
  /// Six digits that make a month between 1900 and 2099.
  var compactMonths = 0
  /// Below zero by a minus before them, as far as they do not stand in packed cells.
  var withMinus = 0
  var firstAmbiguous: Int?
  var first: Int?

  /// Cells that settle which mark is the decimal one.
  func evidence(for mark: DecimalMark) -> Int {
    mark == .point ? withPoint + groupedByComma : withComma + groupedByPoint
  }

  mutating func add(_ number: ScannedNumber, row: Int, times: Int) {
    count += times
    first = earlier(first, row)
    addForm(number, row: row, times)
    if number.isNegative, number.accounting == nil, number.digits > 0 { withMinus += times }
    if number.exponent != nil { withExponent += times }
    if number.hasLeadingZero { withLeadingZero += times }
    if number.hasPlus, number.digitCount >= 7 { withPlus += times }
    let isWhole = number.fractionDigits(.point) == 0 && number.fractionDigits(.comma) == 0
    if isWhole, number.overflows || number.digits > UInt64(Int64.max) { beyondInteger += times }
    if number.isPercent { percents += times }
    if !number.currency.isEmpty {
      withCurrency += times
      currencies.formUnion(number.currency)
    }
  }

  private mutating func addForm(_ number: ScannedNumber, row: Int, _ times: Int) {
    switch number.form {
    case .plain:
      if number.digitCount >= 4 { longPlain += times }
      if compactDate(number) != nil { compactDates += times }
      if number.isBare, number.digitCount == 6, isCompactMonth(Int64(number.digits)) {
        compactMonths += times
      }
    case .grouped: groupedOtherwise += times
    case .fraction(.point): withPoint += times
    case .fraction(.comma): withComma += times
    case .groupedBy(.point): groupedByPoint += times
    case .groupedBy(.comma): groupedByComma += times
    case .ambiguous(let mark):
      if mark == .point { ambiguousPoint += times } else { ambiguousComma += times }
      firstAmbiguous = earlier(firstAmbiguous, row)
    }
  }

  /// Takes in numbers in their usual form, with this mark.
  mutating func add(_ tally: PackedNumberTally, _ mark: DecimalMark) {
    count += tally.numbers
    longPlain += tally.long
    compactDates += tally.compactDates
    compactMonths += tally.compactMonths
    if mark == .point {
      withPoint += tally.fractions
      ambiguousPoint += tally.ambiguous
    } else {
      withComma += tally.fractions
      ambiguousComma += tally.ambiguous
    }
    if let row = tally.firstNumber { first = earlier(first, row) }
    if let row = tally.firstAmbiguous { firstAmbiguous = earlier(firstAmbiguous, row) }
  }
}

extension ScannedNumber {
  /// Digits and nothing else.
  fileprivate var isBare: Bool {
    guard case .plain = form else { return false }
    return !isNegative && !hasPlus && !isPercent && currency.isEmpty && exponent == nil
  }
}

/// The day that eight digits name, `20240315`, if it is a plausible one.
func compactDate(_ number: ScannedNumber) -> DateReading? {
  guard number.isBare, number.digitCount == 8 else { return nil }
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

  /// Takes in a date that stands in `times` rows; nil for a row leaves the first rows as they are.
  mutating func add(_ date: ScannedDate, row: Int?, times: Int) {
    count += times
    if let row { first = earlier(first, row) }
    if let time = date.time {
      withTime += times
      if time != 0 { awayFromMidnight += times }
    }
    if date.hasShortYear { withShortYear += times }
    if (1000..<1900).contains(date.components(.dmy).year) { before1900 += times }
    if date.isYearFirst {
      yearFirst += times
      if date.reading(.ymd) == .impossible { impossible += times }
    } else {
      addUnordered(date, row: row, times)
    }
  }

  private mutating func addUnordered(_ date: ScannedDate, row: Int?, _ times: Int) {
    let (dayFirst, monthFirst) = (date.reading(.dmy), date.reading(.mdy))
    switch (dayFirst == .impossible, monthFirst == .impossible) {
    case (true, true): impossible += times
    case (false, true): onlyDayFirst += times
    case (true, false): onlyMonthFirst += times
    case (false, false) where dayFirst == monthFirst: same += times
    case (false, false):
      either += times
      if date.separator == UInt8(ascii: ".") { eitherWithPoints += times }
      if let row { firstEither = earlier(firstEither, row) }
    }
  }
}

/// The smaller of two rows, of which the first may not be known yet.
private func earlier(_ known: Int?, _ row: Int) -> Int { min(known ?? row, row) }
