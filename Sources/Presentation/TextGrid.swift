import Columns
import Texts

/// The cells of a table as text, before they are laid out.
struct TextGrid {
  var headers: [String]
  var alignments: [Alignment]
  /// Whether a column's cells are text that stays readable when cut in the middle.
  var mayBeCut: [Bool]
  /// Whether a column's cells are lists, cut at their end.
  private var isList: [Bool]
  /// The columns, what the table is about first and those in its middle last.
  var priorities: [Int]
  /// Row by row.
  var rows: [[String]]
  /// Rows of the table that are not in `rows`.
  var hiddenRowCount: Int
  /// Names of columns that were left out to fit a width.
  var hiddenColumns: [String] = []

  init(_ table: Table, options: RenderingOptions) {
    if let triangle = Triangle(table) {
      self = triangle.grid(options)
      return
    }
    let shown = min(table.rowCount, max(0, options.maximumRows ?? table.rowCount))
    let formats = CellFormat.all(table, shown: shown, options: options)
    headers = table.schema.fields.map { visible($0.name) }
    alignments = formats.map(\.alignment)
    priorities = table.columnPriorities
    isList = table.schema.fields.map(\.isList)
    mayBeCut = formats.map { options.cutsTexts && $0.field.type == .text }
    rows = (0..<shown).map { row in
      formats.indices.map { formats[$0].text(table.columns[$0][row]) }
    }
    hiddenRowCount = table.rowCount - shown
    guard table.about.shape != .rows else { return }
    // Half a period is none, and half a name of what a row is about is a riddle.
    for (column, width) in widths.enumerated() where width <= TextGrid.widestName {
      mayBeCut[column] = false
    }
  }

  /// Words of a result up to this width are shown whole.
  private static let widestName = 32

  var columnCount: Int { headers.count }

  /// The width that each column needs.
  var widths: [Int] {
    var widths = headers.map { displayWidth($0) }
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], displayWidth(text))
      }
    }
    return widths
  }

  /// The width that each column needs where its heading may be broken into lines.
  var widthsOfBrokenHeadings: [Int] {
    var widths = headers.map { headingPieces($0).map { displayWidth($0) }.max() ?? 0 }
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], displayWidth(text))
      }
    }
    return widths
  }

  /// Cuts texts in the middle where a column is wider than its width.
  mutating func truncate(to widths: [Int], ellipsis: String, keepsHeadings: Bool = false) {
    func cut(_ texts: [String]) -> [String] {
      texts.indices.map { column in
        isList[column]
          ? shortened(texts[column], toWidth: widths[column], ellipsis: ellipsis)
          : truncated(texts[column], toWidth: widths[column], ellipsis: ellipsis)
      }
    }
    if !keepsHeadings { headers = cut(headers) }
    rows = rows.map(cut)
  }

  /// Leaves out all other columns.
  mutating func keep(_ kept: Set<Int>) {
    hiddenColumns = headers.indices.filter { !kept.contains($0) }.map { headers[$0] }
    func keeping<Element>(_ all: [Element]) -> [Element] {
      all.indices.filter(kept.contains).map { all[$0] }
    }
    headers = keeping(headers)
    alignments = keeping(alignments)
    mayBeCut = keeping(mayBeCut)
    isList = keeping(isList)
    rows = rows.map(keeping)
  }

  /// What stands below the table: rows and columns that are not shown, each line fitted.
  func remarks(_ options: RenderingOptions) -> [String] {
    let format = NumberFormat(options, isGrouped: true)
    var lines: [String] = []
    if rows.isEmpty, hiddenRowCount == 0 { lines.append("no rows") }
    if hiddenRowCount > 0 {
      let noun = hiddenRowCount == 1 ? "row" : "rows"
      lines.append(
        "\(format.text(Int64(hiddenRowCount))) more \(noun), \(options.wayToAllRows) shows all")
    }
    if !hiddenColumns.isEmpty {
      let noun = hiddenColumns.count == 1 ? "column" : "columns"
      let names = hiddenColumns.joined(separator: ", ")
      lines.append("\(hiddenColumns.count) more \(noun): \(names)")
    }
    return lines.map {
      truncated($0, toWidth: options.usableWidth, ellipsis: options.ellipsis)
    }
  }
}

/// Narrows the widest of the columns that may be cut, none below `floor`, until the sum is at most
/// `room` or none can give more.
func fitted(_ widths: [Int], to room: Int, floor: Int, mayBeCut: [Bool]) -> [Int] {
  var widths = widths
  var excess = widths.reduce(0, +) - room
  while excess > 0 {
    let candidates = widths.indices.filter { mayBeCut[$0] && widths[$0] > floor }
    guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
    let next = candidates.filter { widths[$0] < widths[widest] }.map { widths[$0] }.max() ?? floor
    let step = min(excess, max(1, widths[widest] - max(next, floor)))
    widths[widest] -= step
    excess -= step
  }
  return widths
}

/// The stretches of columns that are not kept.
func gaps(_ kept: Set<Int>, _ count: Int) -> [Range<Int>] {
  var gaps: [Range<Int>] = []
  for column in 0..<count where !kept.contains(column) {
    if let last = gaps.last, last.upperBound == column {
      gaps[gaps.count - 1] = last.lowerBound..<column + 1
    } else {
      gaps.append(column..<column + 1)
    }
  }
  return gaps
}

extension Table {
  /// The positions of the columns: keys, measure and its limits, what is concluded from them in words,
  /// then from both ends inwards.
  fileprivate var columnPriorities: [Int] {
    var names: [String] = []
    switch about.shape {
    case .rows: break
    case .breakdown(let category, let measure): names = [category, measure]
    case .timeSeries(let period, _, let measure, let band, let series):
      names = series + [period, measure] + (band.map { [$0.low, $0.high] } ?? [])
    case .timeLines(let period, _, let measures): names = [period] + measures
    case .forecast(let period, _, let measure, _, let series): names = series + [period, measure]
    case .curve(let shape): names = shape.neededColumns
    case .triangle(let shape): names = shape.neededColumns
    case .levels(let shape): names = shape.series
    case .spreads: names = ["column", "missing", "distinct", "min", "median", "max", "spread"]
    }
    let last = columns.count - 1
    let inwards = columns.indices.map { $0 % 2 == 0 ? $0 / 2 : last - $0 / 2 }
    if about.shape != .rows {
      names += keyNames
      names += schema.fields.filter { $0.type == .text && !$0.isDetail }.map(\.name)
      if let low = schema.index(of: "low"), low > 0, schema.index(of: "high") != nil {
        names += [schema.fields[low - 1].name, "low", "high"]
      }
    }
    var told: [Int] = []
    for index in names.compactMap({ schema.index(of: $0) }) where !told.contains(index) {
      told.append(index)
    }
    let rest = inwards.filter { !told.contains($0) }
    return told + rest.filter { !schema.fields[$0].isDetail }
      + rest.filter { schema.fields[$0].isDetail }
  }
}
