import Columns
import TableFiles
import TestSupport
import Testing

/// The fast reader beside the plainest one, on files of every dialect and of none.
@Suite("Beside a naive reader")
struct OracleTests {
  /// A text of cells and of everything that may stand between and in them, made by lot.
  private struct Sketch {
    var text: String
    var separator: Unicode.Scalar
    var quote: Unicode.Scalar
    /// The text in its encoding, and the encoding where it has to be told.
    var bytes: [UInt8] = []
    var told: TextEncoding?

    init(_ random: inout SeededGenerator) {
      let separator: Unicode.Scalar = random.pick([",", ";", "\t", "|", ":", "^"])
      let quote: Unicode.Scalar = random.pick(["\"", "\"", "'"])
      let lineEnd = random.pick(["\n", "\r\n", "\r", "mixed"])
      let width = 1 + random.number(below: 5)
      let wildness = random.pick([0.0, 0.02, 0.15])
      var lines = (0..<1 + random.number(below: 14)).map { row in
        let count = random.chance(wildness) ? random.number(below: 7) : width
        let cells = (0..<count).map { _ in Sketch.cell(separator, quote, wildness, &random) }
        return (row == 0 ? "x" : "") + cells.joined(separator: String(separator))
      }
      if random.chance(wildness) { lines.insert("", at: random.number(below: lines.count)) }
      if random.chance(wildness) { lines.insert("  \t", at: random.number(below: lines.count)) }
      var text = ""
      for (index, line) in lines.enumerated() {
        text += line
        if index < lines.count - 1 || random.chance(0.8) {
          text += lineEnd == "mixed" ? random.pick(["\n", "\r\n", "\r"]) : lineEnd
        }
      }
      (self.text, self.separator, self.quote) = (text, separator, quote)
      encode(&random)
    }

    private mutating func encode(_ random: inout SeededGenerator) {
      switch random.number(below: 5) {
      case 0: bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
      case 1: bytes = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      case 2: bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      case 3:
        text = text.replacing("日本", with: "é")
        bytes = text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8(truncatingIfNeeded: $0.value) }
        told = .windows1252
      default: (bytes, told) = (Array(text.utf8), .utf8)
      }
    }

    private static func cell(
      _ separator: Unicode.Scalar, _ quote: Unicode.Scalar, _ wildness: Double,
      _ random: inout SeededGenerator
    ) -> String {
      if random.chance(0.1) { return random.pick(["", "", "\(quote)\(quote)", " "]) }
      let isQuoted = random.chance(0.4)
      var text = random.pick(["x", "y", "zz", "xyz", "zyzzyzzyzzyzy"])
      for _ in 0..<random.number(below: 4) {
        text += random.pick(["x", " ", "Forlì", "€", "日本", "z z", "'", "\""])
        if isQuoted { text += random.pick(["", "\n", "\r\n", "\r", String(separator)]) }
      }
      if !isQuoted {
        // A quote in the middle of plain text is a letter.
        return random.chance(0.1) ? " \(text)\t" : text
      }
      var doubled = ""
      for letter in text.unicodeScalars {
        doubled.unicodeScalars.append(letter)
        if letter == quote, !random.chance(wildness) { doubled.unicodeScalars.append(letter) }
      }
      let blank = random.chance(0.1) ? " " : ""
      return "\(blank)\(quote)\(doubled)\(quote)\(blank)" + (random.chance(wildness) ? "x" : "")
    }
  }

  @Test("gives its rows, lines and rejects, wherever the file is cut", arguments: 0..<100)
  func agrees(seed: Int) {
    var random = SeededGenerator(seed: UInt64(40_000 + seed))
    for _ in 0..<20 {
      let sketch = Sketch(&random)
      let expected = NaiveReader.read(
        sketch.text, separator: sketch.separator, quote: sketch.quote)
      let sizes = ReadingSizes(
        head: 1 + random.number(below: 200), piece: 1 + random.number(below: 60),
        workers: random.pick([1, 1, 2, 3]), rows: random.pick([nil, 1, 4]))
      for sizes in [ReadingSizes(), sizes] {
        compare(sketch, expected, sizes, "seed \(seed), \(sizes)\n\(sketch.text.debugDescription)")
      }
    }
  }

  @Test("gives its rows where pieces end at any byte", arguments: 0..<6)
  func everyCut(seed: Int) {
    var random = SeededGenerator(seed: UInt64(70_000 + seed))
    let sketch = Sketch(&random)
    let expected = NaiveReader.read(sketch.text, separator: sketch.separator, quote: sketch.quote)
    for cut in 1...max(1, min(160, sketch.bytes.count)) {
      let sizes = ReadingSizes(head: cut, piece: cut, workers: 1 + cut % 2)
      compare(sketch, expected, sizes, "seed \(seed), cut \(cut)\n\(sketch.text.debugDescription)")
    }
  }

  private func compare(
    _ sketch: Sketch, _ expected: NaiveReader.Result, _ sizes: ReadingSizes, _ comment: String
  ) {
    var options = LoadOptions(
      separator: UInt8(ascii: sketch.separator), quote: UInt8(ascii: sketch.quote),
      encoding: sketch.told, hasHeader: true)
    options.sizes = sizes
    do {
      let loaded = try readTable(
        bytes: sketch.bytes, writtenAs: "sketch.csv", options: options)
      #expect(expected.unclosedLine == nil, "\(comment)")
      #expect(loaded.table.rowCount == expected.rows.count, "\(comment)")
      for (index, field) in loaded.table.schema.fields.enumerated() {
        let truth = expected.rows.map { $0[index].isEmpty ? "missing" : $0[index] }
        #expect(cells(loaded, field.name) == truth, "\(comment)")
      }
      #expect(rejected(loaded) == expected.rejects, "\(comment)")
      let strays = loaded.report.warnings.first { $0.message.contains("behind the closing quote") }
      #expect(strays?.count ?? 0 == expected.strayQuoteLines.count, "\(comment)")
      #expect(strays?.lines ?? [] == Array(expected.strayQuoteLines.prefix(5)), "\(comment)")
    } catch {
      if let line = expected.unclosedLine {
        #expect(error.line == line, "\(error.message) \(comment)")
        #expect(error.message.contains("never closed"), "\(error.message) \(comment)")
      } else {
        // More than half of the rows do not fit, or there are none.
        let isPoor =
          expected.rejects.count > 0 || expected.rows.isEmpty && expected.names.isEmpty
        #expect(isPoor, "\(error.message) \(comment)")
      }
    }
  }

  /// Line, number of cells and text of the rows that are not in the table.
  private func rejected(_ loaded: LoadedTable) -> [[String]] {
    guard let table = loaded.rejects else { return [] }
    return (0..<table.rowCount).map { row in
      guard case .integer(let line) = table.columns[0][row],
        case .text(let reason) = table.columns[2][row], case .text(let text) = table.columns[3][row]
      else { return [] }
      return ["\(line)", String(reason.prefix { $0 != " " }), text]
    }
  }
}
