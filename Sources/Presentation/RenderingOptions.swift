/// How the screen looks.
package enum Theme: String, CaseIterable, Sendable {
  case usual
  /// For a large room: nothing dim, strong colours, tables with more room between their columns.
  case projector
}

/// How text for people is laid out. Machine formats heed `isRaw` alone.
package struct RenderingOptions: Hashable, Sendable {
  /// Columns of the terminal or page. Tables and notes treat less than 20 as 20,
  /// charts less than 40 as 40.
  package var width: Int
  /// Whether long texts are cut in the middle so that a table fits the width.
  package var cutsTexts: Bool
  /// How many rows of a table are shown; nil shows all.
  package var maximumRows: Int?
  package var usesColor: Bool
  package var theme = Theme.usual
  /// Whether lines, blocks and braille may be drawn; ASCII otherwise. Text of the data stays.
  package var usesUnicode: Bool
  /// A point or a comma. With a comma, points separate groups of three digits.
  package var decimalSeparator: Character
  /// What to type for the rows that are not shown.
  package var wayToAllRows: String
  /// Writes text in CSV as it is, without the guard against formulas.
  package var isRaw: Bool

  package init(
    width: Int = 100, cutsTexts: Bool = true, maximumRows: Int? = nil, usesColor: Bool = false,
    usesUnicode: Bool = true,
    decimalSeparator: Character = ".", wayToAllRows: String = ".last", isRaw: Bool = false
  ) {
    self.width = width
    self.cutsTexts = cutsTexts
    self.maximumRows = maximumRows
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
    self.decimalSeparator = decimalSeparator
    self.wayToAllRows = wayToAllRows
    self.isRaw = isRaw
  }

  /// What notebooks store: the same on every machine. A notebook sets `maximumRows` itself.
  package static let canonical = RenderingOptions()

  var usableWidth: Int { max(20, width) }
  /// Blanks on both sides of a cell in a box.
  var cellMargin: Int { theme == .projector ? 2 : 1 }
  var chartWidth: Int { max(40, width) }
  var groupSeparator: Character { decimalSeparator == "," ? "." : "," }
  var ellipsis: String { usesUnicode ? "…" : "..." }
}
