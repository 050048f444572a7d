import Kernels
import Testing

/// A column gives back the texts that it read, whatever it took them for.
@Suite("Cells of a column")
struct CellColumnTests {
  /// Texts of a kind drawn by lot, some of them of another kind, quoted, or none.
  private struct Sketch {
    var shape: CellShape
    var texts: [String] = []
    var written: [String] = []

    init(seed: UInt64) {
      var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
      func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
      }
      func digits(_ count: Int) -> String { (0..<count).map { _ in "\(next(10))" }.joined() }
      let letters = ["a", "b", "é", " b", "zz", "'", "日本"]
      func word(_ length: Int) -> String {
        "w" + (0..<next(length)).map { _ in letters[next(letters.count)] }.joined() + "."
      }
      let dashes = DateStyle(isYearFirst: true, separator: 45)
      let slashes = DateStyle(isYearFirst: false, separator: 47)
      let times = DateStyle(isYearFirst: true, separator: 45, timeSeparator: 32)
      let kind = next(8)
      let isOrdered = next(3) > 0
      let few = (0..<1 + next(400)).map { _ in word(1 + next(40)) }
      shape =
        [
          .words(isNarrow: true, isKey: false), .words(isNarrow: false, isKey: false),
          .words(isNarrow: false, isKey: true), .keys(length: 8),
          .numbers(mark: 46, hasFractions: true),
          .numbers(mark: 44, hasFractions: false), .dates(next(2) == 0 ? dashes : slashes),
          .instants(times),
        ][kind]
      let wildness = [0, 30, 5][next(3)]
      for row in 0..<next(700) {
        var text: String
        switch kind {
        case 0: text = few[next(next(2) == 0 ? min(5, few.count) : few.count)]
        case 1: text = word(30)
        case 2, 3:
          let number = isOrdered ? 1_000_000 + row * 3 : 1_000_000 + next(9_000_000)
          text = kind == 2 && number > 1_001_000 ? "C\(number)x" : "C\(number)"
        case 4: text = ["", "-"][next(2)] + digits(1 + next(9)) + "." + digits(1 + next(4))
        case 5: text = digits(1 + next(20)) + (next(2) == 0 ? "" : "," + digits(3))
        case 6:
          text =
            next(2) == 0
            ? "20\(digits(2))-\(digits(2))-\(digits(2))"
            : "\(digits(2))/\(digits(2))/20\(digits(2))"
        default: text = "20\(digits(2))-0\(digits(1))-1\(digits(1)) \(digits(2)):3\(digits(1)):00"
        }
        if wildness > 0, next(wildness) == 0 { text = ["", "", "x", "12", word(60)][next(5)] }
        texts.append(text)
        let isQuoted = next(6) == 0
        written.append(isQuoted ? "\"\(text)\"" : next(9) == 0 ? " \(text) " : text)
      }
    }
  }

  private func read(
    _ sketch: Sketch, workers: Int, runs: Int, buffers: Int, usesSIMD: Bool
  ) -> CellColumn {
    let quoting = CellQuoting(quote: 34, separator: 59)
    let column = CellColumn(sketch.shape, quoting: quoting, workers: workers, usesSIMD: usesSIMD)
    let piece = TextPiece(capacity: 64)
    let count = sketch.written.count
    let size = max(1, (count + runs - 1) / runs)
    var (bufferEnd, buffer) = (0, -1)
    for (number, first) in stride(from: 0, to: count, by: size).enumerated() {
      let rows = first..<min(count, first + size)
      if rows.upperBound > bufferEnd {
        bufferEnd = min(count, max(rows.upperBound, bufferEnd + count / buffers))
        column.startBuffer(at: first, capacity: bufferEnd - first)
        buffer += 1
      }
      piece.clear()
      // The second cell keeps a row that is otherwise empty.
      piece.append(Array(sketch.written[rows].map { "\($0);.\n" }.joined().utf8)[...])
      piece.findMarks(separator: 59, quote: 34, isEnd: true)
      _ = piece.layOut(RowRules(width: 2, allowsEmptyCellAfter: false, quoting: quoting))
      #expect(piece.rowCount == rows.count)
      column.read(piece, column: 0, at: first, buffer: buffer, worker: number % workers)
      column.pieces.append(
        PieceRows(first: first, count: rows.count, worker: number % workers))
    }
    column.rowCount = count
    return column
  }

  @Test("come back as they were written, whatever the column was taken for", arguments: 0..<300)
  func texts(seed: UInt64) {
    let sketch = Sketch(seed: seed)
    let seeds = (
      workers: 1 + Int(seed % 3), runs: 1 + Int(seed / 3 % 6), buffers: 1 + Int(seed % 2)
    )
    for usesSIMD in [true, false] {
      let column = read(
        sketch, workers: seeds.workers, runs: seeds.runs, buffers: seeds.buffers,
        usesSIMD: usesSIMD)
      let words = column.takeWords()
      #expect(words.codes.count == sketch.texts.count, "seed \(seed)")
      for (row, text) in sketch.texts.enumerated() where row < words.codes.count {
        let found = words.validity?[row] == false ? "" : words.words[Int(words.codes[row])]
        #expect(found == text, "seed \(seed), row \(row), \(sketch.shape)")
      }
      let different = Set(sketch.texts.filter { !$0.isEmpty })
      #expect(words.words.count == different.count, "seed \(seed), \(sketch.shape)")
      for word in 0..<words.words.count {
        let text = words.words[word]
        #expect(
          words.count(of: word) == sketch.texts.count { $0 == text }, "seed \(seed), \(text)")
      }
    }
  }

  @Test("are counted by how numbers are written", arguments: 0..<60)
  func numbers(seed: UInt64) {
    var state = seed &+ 77
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var sketch = Sketch(seed: 0)
    sketch.shape = .numbers(mark: 46, hasFractions: seed % 2 == 0)
    sketch.texts = (0..<next(300)).map { _ in
      let whole = ["0", "1", "20240131", "19991399", "999", "1000", "-1000", "-7", "12345678901"]
      let start = whole[next(whole.count)]
      return start + ["", ".5", ".123", ".25"][next(4)]
    }
    sketch.written = sketch.texts
    let tally = read(sketch, workers: 2, runs: 3, buffers: 1, usesSIMD: true).tallyNumbers()
    let wholes = sketch.texts.filter { !$0.contains(".") }
    let ambiguous = sketch.texts.filter { text in
      let start = text.split(separator: ".")[0].drop { $0 == "-" }
      return text.hasSuffix(".123") && start.count <= 3 && start != "0"
    }
    #expect(tally.numbers == sketch.texts.count, "seed \(seed)")
    #expect(tally.ambiguous == ambiguous.count, "seed \(seed)")
    #expect(
      tally.fractions == sketch.texts.count - wholes.count - ambiguous.count, "seed \(seed)")
    #expect(tally.long == wholes.count { abs(Int($0) ?? 0) >= 1000 }, "seed \(seed)")
    #expect(tally.zerosAndOnes == wholes.count { $0 == "0" || $0 == "1" }, "seed \(seed)")
    #expect(tally.compactDates == wholes.count { $0 == "20240131" }, "seed \(seed)")
  }
}
