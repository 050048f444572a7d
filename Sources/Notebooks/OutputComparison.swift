/// How far two printed numbers may lie apart and still count as the same.
package enum OutputTolerance: Hashable, Sendable {
  /// Numbers with a fraction or an exponent: one unit in the last place printed. Whole numbers,
  /// which count something: none.
  case lastPlace
  /// All numbers: so much of the larger one. Written `rtol=1e-6` in a cell's braces, or `rtol: 1e-6` in
  /// the front matter for all cells without their own.
  case relative(Double)

  /// The tolerance a cell asks for, else that of its notebook.
  package init(of cell: NotebookCell, in document: NotebookDocument) {
    self = OutputTolerance(cell.attributes["rtol"]) ?? document.frontMatter.tolerance
  }

  /// A share of the larger number, 0 or more; nil for what is none.
  init?(_ text: String?) {
    guard let value = text.flatMap({ Double($0) }), value.isFinite, value >= 0 else { return nil }
    self = .relative(value)
  }
}

/// What comparing a stored output with a fresh one showed.
package struct OutputComparison: Hashable, Sendable {
  /// A place in the stored output.
  package struct Place: Hashable, Sendable {
    /// Counted from 1.
    package var line: Int
    /// The heading above it, if the output is a table.
    package var column: String?

    package init(line: Int, column: String?) {
      self.line = line
      self.column = column
    }
  }

  /// The first difference that counts.
  package enum Difference: Hashable, Sendable {
    case lineCount(stored: Int, fresh: Int)
    case wordCount(Place)
    case text(Place, stored: String, fresh: String)
    case number(Place, stored: String, fresh: String)
  }

  package var difference: Difference?
  /// The largest |stored - fresh| / max(|stored|, |fresh|) of any pair of numbers that was
  /// compared, whether it counts or not.
  package var largestRelativeDifference = 0.0
  package var largestPlace: Place?

  package var isSame: Bool { difference == nil }

  /// For example `largest relative difference 3.2e-12 in c4, column share, line 3`; nil if all
  /// numbers are equal.
  package func summary(cellID: String) -> String? {
    guard let place = largestPlace else { return nil }
    let column = place.column.map { ", column \($0)" } ?? ""
    let size = twoDigits(largestRelativeDifference)
    return "largest relative difference \(size) in \(cellID)\(column), line \(place.line)"
  }
}

/// Compares two outputs word by word: same lines and words, texts equal, numbers within the
/// tolerance. Blanks between words and the length of ruled lines do not count.
package func compareOutputs(
  stored: String, fresh: String, tolerance: OutputTolerance = .lastPlace
) -> OutputComparison {
  var comparer = OutputComparer(tolerance: tolerance)
  comparer.compare(
    canonicalText(stored).split(separator: "\n", omittingEmptySubsequences: false),
    canonicalText(fresh).split(separator: "\n", omittingEmptySubsequences: false))
  return comparer.result
}

private struct OutputComparer {
  let tolerance: OutputTolerance
  private(set) var result = OutputComparison()
  /// The fields of the last line that can head a table: no number in it, two fields or more.
  private var header: [String] = []

  init(tolerance: OutputTolerance) {
    self.tolerance = tolerance
  }

  mutating func compare(_ stored: [Substring], _ fresh: [Substring]) {
    for (index, pair) in zip(stored, fresh).enumerated() {
      compareLine(pair.0, pair.1, line: index + 1)
    }
    if stored.count != fresh.count {
      note(.lineCount(stored: stored.count, fresh: fresh.count))
    }
  }

  private mutating func note(_ difference: OutputComparison.Difference) {
    if result.difference == nil { result.difference = difference }
  }

  private mutating func compareLine(_ stored: Substring, _ fresh: Substring, line: Int) {
    let fields = tableFields(stored)
    let headings = header.count == fields.count ? header : []
    readHeader(stored, fields)
    let columns = fields.enumerated().flatMap { index, field in
      field.split(separator: " ").map { _ in index < headings.count ? headings[index] : nil }
    }
    let (old, new) = (stored.split(separator: " "), fresh.split(separator: " "))
    guard old.count == new.count else {
      return note(.wordCount(OutputComparison.Place(line: line, column: nil)))
    }
    for (index, pair) in zip(old, new).enumerated() where pair.0 != pair.1 {
      let place = OutputComparison.Place(
        line: line, column: index < columns.count ? columns[index] : nil)
      compareWord(pair.0, pair.1, place)
    }
  }

  private mutating func readHeader(_ line: Substring, _ fields: [Substring]) {
    if line.isEmpty {
      header = []
    } else if header.isEmpty, fields.count > 1 {
      header = fields.map(String.init)
    }
  }

  private mutating func compareWord(
    _ stored: Substring, _ fresh: Substring, _ place: OutputComparison.Place
  ) {
    if isRule(stored), isRule(fresh), stored.first == fresh.first { return }
    let (old, new) = (outputTokens(of: stored), outputTokens(of: fresh))
    guard old.count == new.count else {
      return note(.text(place, stored: String(stored), fresh: String(fresh)))
    }
    for pair in zip(old, new) {
      if let isSame = compareNumbers(pair.0, pair.1, place) {
        if !isSame { note(.number(place, stored: String(stored), fresh: String(fresh))) }
      } else if pair.0 != pair.1 {
        note(.text(place, stored: String(stored), fresh: String(fresh)))
      }
    }
  }

  /// Nil if one of them is no number.
  private mutating func compareNumbers(
    _ stored: OutputToken, _ fresh: OutputToken, _ place: OutputComparison.Place
  ) -> Bool? {
    guard let old = number(stored), let new = number(fresh) else { return nil }
    let distance = abs(old.value - new.value)
    let size = max(abs(old.value), abs(new.value))
    let relative = size > 0 ? distance / size : 0
    if relative > result.largestRelativeDifference {
      result.largestRelativeDifference = relative
      result.largestPlace = place
    }
    switch tolerance {
    case .relative(let limit): return relative <= limit
    case .lastPlace:
      if case .whole(let a) = stored, case .whole(let b) = fresh { return a == b }
      // Both are multiples of the finer unit, so any factor between 1 and 2 asks for one unit.
      return distance < 1.5 * min(old.unit, new.unit)
    }
  }

  private func number(_ token: OutputToken) -> PrintedNumber? {
    switch token {
    case .text: nil
    case .whole(let digits): Double(digits).map { PrintedNumber(value: $0, unit: 1) }
    case .number(let number): number
    }
  }

  /// The parts of a line between two or more blanks.
  private func tableFields(_ line: Substring) -> [Substring] {
    var fields: [Substring] = []
    var start: Substring.Index?
    var end = line.startIndex
    for index in line.indices where line[index] != " " {
      if let first = start, line.distance(from: end, to: index) >= 2 {
        fields.append(line[first..<end])
        start = index
      }
      start = start ?? index
      end = line.index(after: index)
    }
    if let start { fields.append(line[start..<end]) }
    return fields
  }

  private func isRule(_ word: Substring) -> Bool {
    guard let first = word.first, "-─━═".contains(first) else { return false }
    return word.count >= 3 && word.allSatisfy { $0 == first }
  }
}
