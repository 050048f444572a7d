import Columns

/// A last row that is no row of the table but adds up the others, as spreadsheets print it.
struct TotalRow {
  let row: Int
  /// The word that says so.
  let word: String
  /// A column's last number is the sum of those above: then there is no doubt.
  let isSum: Bool
  /// The cells that are not empty.
  let text: String

  private static let words: Set<String> = [
    "total", "totals", "totale", "totali", "tot", "tot.", "grand total", "sum", "summe", "gesamt",
    "insgesamt", "total général", "somme", "suma", "totale generale", "totale complessivo",
  ]

  /// Nil where the last row does not say that it is one.
  init?(of table: Table) {
    let row = table.rowCount - 1
    guard row >= 2 else { return nil }
    let cells = table.columns.map { $0[row] }
    let texts = cells.compactMap { cell -> String? in
      if case .text(let text) = cell { text } else { nil }
    }
    let word = texts.first { text in
      let bare = text.lowercased().split { $0.isWhitespace || $0 == ":" }.joined(separator: " ")
      return TotalRow.words.contains(bare)
    }
    guard let word, cells.contains(where: { $0.number != nil }) else { return nil }
    self.row = row
    self.word = word
    isSum = table.columns.contains { TotalRow.isSum($0, at: row) }
    text = cells.compactMap { cell -> String? in
      switch cell {
      case .missing: nil
      case .text(let text): text
      case .integer(let number): "\(number)"
      case .decimal(let number): "\(number)"
      case .boolean(let flag): "\(flag)"
      case .date(let date): "\(date)"
      case .timestamp(let instant): "\(instant)"
      }
    }.joined(separator: " ")
  }

  /// Whether a number is, to the cent, the sum of those above it, which are not all 0.
  private static func isSum(_ column: Column, at row: Int) -> Bool {
    guard let total = column[row].number, total != 0 else { return false }
    var sum = 0.0
    for above in 0..<row { sum += column[above].number ?? 0 }
    return abs(sum - total) < 0.006 + 1e-12 * abs(total)
  }
}
