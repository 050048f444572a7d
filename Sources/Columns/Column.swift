import Calendars
package import Kernels

/// The cells of one column, all of one type, with a note of which are missing.
package struct Column: Sendable {
  package var storage: ColumnStorage
  /// A 1 where the row has a value; nil where every row has one.
  package var validity: Bitmap?

  package init(_ storage: ColumnStorage, validity: Bitmap? = nil) {
    self.storage = storage
    self.validity = validity
  }

  package var count: Int { storage.count }
  package var type: ValueType { storage.type }
  package var missingCount: Int { validity.map { $0.count - $0.onesCount } ?? 0 }

  package func isMissing(_ row: Int) -> Bool {
    guard let validity else { return false }
    return !validity[row]
  }

  /// The cell at a row, 0 ..< count.
  package subscript(row: Int) -> Value {
    if isMissing(row) { return .missing }
    switch storage {
    case .integers(let values): return .integer(values[row])
    case .decimals(let values): return .decimal(values[row])
    case .booleans(let values): return .boolean(values[row])
    case .days(let values): return .date(CivilDate(daysSinceEpoch: values[row]))
    case .instants(let values): return .timestamp(values[row])
    case .words(let words): return .text(words[row])
    }
  }

  /// The rows at these positions, in this order.
  package func gathered(_ rows: [Int]) -> Column {
    var validity: Bitmap?
    if self.validity != nil {
      validity = Bitmap(rows.map { !isMissing($0) })
    }
    return Column(storage.gathered(rows), validity: validity)
  }
}

/// The values of a column, one element a row. Elements at missing rows mean nothing.
package enum ColumnStorage: Sendable {
  case integers([Int64])
  case decimals([Double])
  case booleans([Bool])
  /// Days since 1970-01-01.
  case days([Int32])
  /// Microseconds since 1970-01-01 00:00:00.
  case instants([Int64])
  case words(Words)

  package var count: Int {
    switch self {
    case .integers(let values), .instants(let values): values.count
    case .decimals(let values): values.count
    case .booleans(let values): values.count
    case .days(let values): values.count
    case .words(let words): words.codes.count
    }
  }

  package var type: ValueType {
    switch self {
    case .integers: .integer
    case .decimals: .decimal
    case .booleans: .boolean
    case .days: .date
    case .instants: .timestamp
    case .words: .text
    }
  }

  func gathered(_ rows: [Int]) -> ColumnStorage {
    switch self {
    case .integers(let values): .integers(rows.map { values[$0] })
    case .decimals(let values): .decimals(rows.map { values[$0] })
    case .booleans(let values): .booleans(rows.map { values[$0] })
    case .days(let values): .days(rows.map { values[$0] })
    case .instants(let values): .instants(rows.map { values[$0] })
    case .words(let words):
      .words(Words(codes: words.codes.gathered(rows), dictionary: words.dictionary))
    }
  }
}

/// Text, each different word stored once and rows holding its number.
package struct Words: Sendable {
  /// For each row the place of its word in the dictionary.
  package var codes: WordCodes
  /// No word twice. A word need not occur in `codes`.
  package var dictionary: WordList

  package init(codes: [UInt32], dictionary: [String]) {
    self.init(codes: WordCodes(codes), dictionary: WordList(dictionary))
  }

  /// Rows with the words of another column.
  package init(codes: [UInt32], dictionary: WordList) {
    self.init(codes: WordCodes(codes), dictionary: dictionary)
  }

  package init(codes: WordCodes, dictionary: WordList) {
    self.codes = codes
    self.dictionary = dictionary
  }

  /// Codes are given in order of first appearance.
  package init(_ texts: [String]) {
    var numbers: [String: UInt32] = [:]
    var dictionary: [String] = []
    let codes: [UInt32] = texts.map { text in
      if let code = numbers[text] { return code }
      let code = UInt32(dictionary.count)
      numbers[text] = code
      dictionary.append(text)
      return code
    }
    self.init(codes: codes, dictionary: dictionary)
  }

  package subscript(row: Int) -> String { dictionary[Int(codes[row])] }
}
