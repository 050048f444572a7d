/// Reads separated text letter by letter, the plainest way: the oracle of the fast reader.
///
/// It knows the separator and the quote, takes the first record for names, and every cell for text.
struct NaiveReader {
  struct Result: Equatable {
    var names: [String] = []
    var rows: [[String]] = []
    /// On which line each row starts.
    var lines: [Int] = []
    /// Line, number of cells and text of records with another width.
    var rejects: [[String]] = []
    var strayQuoteLines: [Int] = []
    /// On which line a quote is opened and never closed.
    var unclosedLine: Int?
  }

  private struct Record {
    var line: Int
    var cells: [Cell]
    var text: String
  }

  private struct Cell {
    var text: String
    /// Nothing is written, or quotes around nothing.
    var isEmpty: Bool
    var isStray = false
    /// As it stands in the file.
    var written: String
  }

  private let letters: [Unicode.Scalar]
  private let separator: Unicode.Scalar
  private let quote: Unicode.Scalar
  private var place = 0
  private var line = 1

  static func read(_ text: String, separator: Unicode.Scalar, quote: Unicode.Scalar) -> Result {
    var reader = NaiveReader(
      letters: Array(text.unicodeScalars), separator: separator, quote: quote)
    return reader.readAll()
  }

  private init(letters: [Unicode.Scalar], separator: Unicode.Scalar, quote: Unicode.Scalar) {
    (self.letters, self.separator, self.quote) = (letters, separator, quote)
  }

  private mutating func readAll() -> Result {
    var result = Result()
    var records: [Record] = []
    while place < letters.count {
      let start = line
      guard let record = readRecord() else {
        result.unclosedLine = line
        return result
      }
      let isBlank =
        record.cells.count == 1 && record.cells[0].written.allSatisfy { " \t".contains($0) }
      if !isBlank {
        records.append(Record(line: start, cells: record.cells, text: record.text))
      }
    }
    fill(&result, records)
    return result
  }

  private func fill(_ result: inout Result, _ records: [Record]) {
    guard let first = records.first else { return }
    // The commonest number of cells, the larger where two are equally common.
    let counts = Dictionary(grouping: records, by: \.cells.count).mapValues(\.count)
    let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    var width = first.cells.count
    if width == usual + 1, first.cells[width - 1].text.isEmpty { width = usual }
    result.names = first.cells.prefix(width).map(\.text)
    for record in records.dropFirst() {
      result.strayQuoteLines += record.cells.filter(\.isStray).map { _ in record.line }
    }
    for record in records.dropFirst() where !record.cells.allSatisfy(\.isEmpty) {
      let isLonger =
        record.cells.count == width + 1 && usual == width + 1
        && record.cells[width].isEmpty
      if record.cells.count == width || isLonger {
        result.rows.append(record.cells.prefix(width).map(\.text))
        result.lines.append(record.line)
      } else {
        result.rejects.append(["\(record.line)", "\(record.cells.count)", record.text])
      }
    }
  }

  /// Nil where a quote is not closed; `line` is then where it stands.
  private mutating func readRecord() -> (cells: [Cell], text: String)? {
    var cells: [Cell] = []
    let start = place
    while true {
      guard let cell = readCell() else { return nil }
      cells.append(cell)
      let text = written(start..<place)
      guard place < letters.count else { return (cells, text) }
      let letter = letters[place]
      place += 1
      if letter == separator { continue }
      if letter == "\r", place < letters.count, letters[place] == "\n" { place += 1 }
      line += 1
      return (cells, text)
    }
  }

  private mutating func readCell() -> Cell? {
    let start = place
    while place < letters.count, letters[place] == " " { place += 1 }
    let opening = place
    guard place < letters.count, letters[place] == quote else {
      while !isAtEnd { place += 1 }
      let raw = written(start..<place)
      return Cell(text: trimmed(raw), isEmpty: raw.isEmpty, written: raw)
    }
    place += 1
    var text = ""
    let lineOfQuote = line
    while true {
      guard place < letters.count else {
        line = lineOfQuote
        return nil
      }
      let letter = letters[place]
      place += 1
      if letter == quote {
        guard place < letters.count, letters[place] == quote else { break }
        place += 1
      } else if letter == "\n"
        || letter == "\r" && !(place < letters.count && letters[place] == "\n")
      {
        line += 1
      }
      text.unicodeScalars.append(letter)
    }
    while place < letters.count, letters[place] == " " { place += 1 }
    let behind = place
    while !isAtEnd { place += 1 }
    let raw = written(start..<place)
    if place == behind { return Cell(text: text, isEmpty: text.isEmpty, written: raw) }
    return Cell(
      text: trimmed(written(opening..<place)), isEmpty: false, isStray: true, written: raw)
  }

  private var isAtEnd: Bool {
    place >= letters.count || letters[place] == separator || letters[place] == "\n"
      || letters[place] == "\r"
  }

  private func written(_ range: Range<Int>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: letters[range])
    return text
  }

  private func trimmed(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    var result = ""
    result.unicodeScalars.append(contentsOf: scalars)
    return result
  }
}
