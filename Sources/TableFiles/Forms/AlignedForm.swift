/// Columns apart by two blanks or more, whose cells may hold single ones: `Ada Lovelace  12  2023-01-05`.
struct AlignedForm {
  private static let fewestColumns = 3

  private let bytes: [UInt8]

  /// `bytes` are UTF-8.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the lines at the start of a file have the same number of cells, three or more, and neither
  /// single blanks nor another sign separate them: none of those stands in the first line.
  static func recognises(_ start: [UInt8]) -> Bool {
    var form = AlignedForm(start)
    if let last = start.lastIndex(of: lineFeed), start.count >= 4096 {
      form = AlignedForm(Array(start[...last]))
    }
    let first = form.bytes.prefix { $0 != lineFeed && $0 != carriageReturn }
    return !first.contains(where: separatorCandidates.contains)
      && !isAlignedWithBlanks(form.bytes.span, from: 0) && form.usualCount != nil
  }

  /// The cells of nearly all lines; nil where lines differ, or are few.
  private var usualCount: Int? {
    let counts = lines.map { cells($0.bytes).count }
    guard let usual = counts.first, usual >= AlignedForm.fewestColumns, counts.count >= 3,
      counts.count(where: { $0 == usual }) * 100 >= counts.count * 98
    else { return nil }
    return usual
  }

  /// Nil where the whole file is not what its start looked like.
  func converted() -> ConvertedTable? {
    guard usualCount != nil else { return nil }
    var table = ConvertedTable(form: "columns apart by two blanks", places: .lines)
    for line in lines {
      table.text.beginRecord(place: line.number)
      for cell in cells(line.bytes) { table.text.append(cell) }
      table.text.endRecord()
    }
    table.guesses.append(
      LoadGuess("two blanks or more stand between cells", "with separator = \";\""))
    return table
  }

  /// Those with something on them.
  private var lines: [(number: Int, bytes: ArraySlice<UInt8>)] {
    var lines: [(Int, ArraySlice<UInt8>)] = []
    var (number, start, place) = (1, 0, 0)
    while place <= bytes.count {
      guard place == bytes.count || bytes[place] == lineFeed || bytes[place] == carriageReturn
      else {
        place += 1
        continue
      }
      if bytes[start..<place].contains(where: { $0 != blank }) {
        lines.append((number, bytes[start..<place]))
      }
      if place + 1 < bytes.count, bytes[place] == carriageReturn, bytes[place + 1] == lineFeed {
        place += 1
      }
      place += 1
      (number, start) = (number + 1, place)
    }
    return lines
  }

  private func cells(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var cells: [ArraySlice<UInt8>] = []
    var place = line.startIndex
    while let start = line[place...].firstIndex(where: { $0 != blank }) {
      var end = start
      // A single blank belongs to the cell.
      while end < line.endIndex,
        line[end] != blank || end + 1 < line.endIndex && line[end + 1] != blank
      {
        end += 1
      }
      cells.append(line[start..<end])
      place = end
    }
    return cells
  }
}
