import Calendars
package import Columns
import Texts

/// How the cells of one column are written for people: all with the same number of decimals.
struct CellFormat {
  let field: Field
  /// Digits after the point; nil where each cell takes what it needs.
  let decimals: Int?
  /// Whether the cells say how often chance alone does as well: none of them is 0.
  let isProbability: Bool
  /// Written where the value is missing.
  let missing: String
  let options: RenderingOptions

  /// The formats of all columns for the first `shown` rows.
  static func all(_ table: Table, shown: Int, options: RenderingOptions) -> [CellFormat] {
    zip(table.columns.indices, table.showsMissing).map {
      CellFormat(table, column: $0, shown: shown, options: options, showsMissing: $1)
    }
  }

  /// The format for the first `shown` rows.
  init(
    _ table: Table, column index: Int, shown: Int, options: RenderingOptions,
    showsMissing: Bool = false
  ) {
    field = table.schema.fields[index]
    decimals = CellFormat.decimals(table, index, shown)
    isProbability = field.isNamedProbability && table.about.shape != .rows
    missing = showsMissing ? "(missing)" : ""
    self.options = options
  }

  var alignment: Alignment { field.type.isNumeric ? .right : .left }

  func text(_ value: Value) -> String {
    if value == .missing { return missing }
    if case .decimal(let number) = value, number.isNaN { return missing }
    if isProbability, case .decimal(let number) = value, number >= 0, number < 0.0001 {
      return "<" + Presentation.text(.decimal(0.0001), unit: .none, decimals: 4, options: options)
    }
    return Presentation.text(value, unit: field.unit, decimals: decimals, options: options)
  }

  private static func decimals(_ table: Table, _ index: Int, _ shown: Int) -> Int? {
    let field = table.schema.fields[index]
    let column = table.columns[index]
    guard case .decimals(let values) = column.storage else { return nil }
    let present = (0..<shown).filter { !column.isMissing($0) }.map { values[$0] }
      .filter(\.isFinite)
    // Of a p-value the fourth decimal decides nothing any more.
    if field.isNamedProbability { return 4 }
    switch field.unit {
    case .rate: return table.rateDecimals(shown: shown) ?? rateDecimals(present)
    case .money: return 2
    case .count: return countDecimals(present)
    case .days, .months, .years: return lengthDecimals(present)
    default: return commonDecimals(present)
    }
  }

  /// Two, or four where every share is below a thousandth.
  private static func rateDecimals(_ values: [Double]) -> Int {
    let largest = values.map(abs).max() ?? 0
    return largest > 0 && largest < 0.001 ? 4 : 2
  }

  private static func countDecimals(_ values: [Double]) -> Int {
    if values.allSatisfy({ $0 == $0.rounded() }) { return 0 }
    return (values.map(abs).max() ?? 0) >= 10 ? 1 : 2
  }

  /// Of long stays at most one: more digits than any stay deserves.
  private static func lengthDecimals(_ values: [Double]) -> Int? {
    let isLong = (values.map(abs).max() ?? 0) >= 100
    return commonDecimals(values).map { min($0, isLong ? 1 : 4) }
  }

  /// So many that points stand below each other, as long as that is no long row of digits.
  private static func commonDecimals(_ values: [Double]) -> Int? {
    let format = NumberFormat()
    let needed = values.map { format.decimalsNeeded($0, significant: significantDigits) }.max() ?? 0
    let isOrdinary = values.allSatisfy { $0 == 0 || (0.001..<1e15).contains(abs($0)) }
    return isOrdinary ? min(needed, 4) : nil
  }
}

/// How many digits of a decimal without a unit say enough.
private let significantDigits = 6

/// A value as people read it: `1,234`, `3.87%`, `12,500.00`, `2024-03-15`, `yes`. Control
/// characters are visible. Missing is the empty text.
///
/// `decimals` is the number of digits after the point of a decimal number; without it rates and
/// money have two and others six significant digits.
package func text(
  _ value: Value, unit: Unit, decimals: Int? = nil, options: RenderingOptions = .canonical
) -> String {
  let format = NumberFormat(options, isGrouped: unit == .count || unit == .money)
  switch value {
  case .missing: return ""
  case .integer(let number):
    return unit == .rate ? format.percent(Double(number), decimals: 0) : format.text(number)
  case .decimal(let number):
    // So many digits tell nothing.
    if abs(number) >= 1e15 { return format.text(number, significant: significantDigits) }
    switch unit {
    case .rate: return format.percent(number, decimals: decimals ?? 2)
    case .money: return format.text(number, decimals: decimals ?? 2)
    default:
      guard let decimals else { return format.text(number, significant: significantDigits) }
      return format.text(number, decimals: decimals)
    }
  case .boolean(let isTrue): return isTrue ? "yes" : "no"
  case .date(let date): return date.description
  case .timestamp(let microseconds): return timestampText(microseconds, separator: " ")
  case .text(let text): return visible(text)
  }
}

/// ISO 8601: the day, the separator, the time, with microseconds where there are any.
func timestampText(_ microseconds: Int64, separator: Character) -> String {
  let day = CivilDate(timestamp: microseconds)
  let start = Int64(day.daysSinceEpoch).multipliedReportingOverflow(by: microsecondsPerDay)
  let inDay = Int(microseconds.subtractingReportingOverflow(start.partialValue).partialValue)
  let seconds = inDay / 1_000_000
  let fraction = inDay % 1_000_000
  let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
    .map { Calendars.padded($0, to: 2) }.joined(separator: ":")
  let tail = fraction == 0 ? "" : "." + Calendars.padded(fraction, to: 6)
  return "\(day)\(separator)\(clock)\(tail)"
}

extension Field {
  fileprivate var isNamedProbability: Bool { name == "p" || name.hasSuffix("_p") }
}

extension Table {
  /// For each column, whether a missing cell is a group of its own, written `(missing)`, and not
  /// merely a figure that is not known.
  var showsMissing: [Bool] {
    let fields = schema.fields
    let isDataset = fields.contains { $0.role != nil } || fields.allSatisfy { $0.unit == .none }
    if case .rows = about.shape, isDataset { return fields.map { $0.type == .text } }
    let keys = Set(keyNames)
    return fields.map { keys.contains($0.name) }
  }

  /// The columns that name a row: those before the first one with a unit.
  var keyNames: [String] {
    var names = schema.fields.prefix { $0.unit == .none }.map(\.name)
    switch about.shape {
    case .rows: break
    case .breakdown(let category, let measure):
      names = Array(names.prefix { $0 != measure })
      if !names.contains(category) { names.append(category) }
    case .timeLines(let period, _, _): names = [period]
    case .timeSeries(let period, _, _, _, let series), .forecast(let period, _, _, _, let series):
      names = series + [period]
    case .curve(let shape): names = shape.series + (shape.lines == nil ? [shape.x.name] : [])
    case .triangle(let shape): names = shape.series + [shape.row, shape.column]
    case .levels(let shape): names = shape.series
    case .spreads: names = ["column"]
    }
    return names
  }

  /// As many decimals of a percentage as the intervals of the table deserve: one where they reach
  /// a point or more to each side, two from a tenth of a point, else three; nil without intervals.
  func rateDecimals(shown: Int) -> Int? {
    let widths = intervals.flatMap { low, high in
      (0..<shown).compactMap { row -> Double? in
        guard let low = columns[low][row].number, let high = columns[high][row].number,
          low.isFinite, high.isFinite
        else { return nil }
        return (high - low) / 2
      }
    }
    guard !widths.isEmpty else { return nil }
    let typical = widths.sorted()[widths.count / 2]
    return typical >= 0.01 ? 1 : typical >= 0.001 ? 2 : 3
  }

  /// The positions of the columns that are limits of rates.
  private var intervals: [(low: Int, high: Int)] {
    var names = [("low", "high"), ("low80", "high80")]
    if case .timeSeries(_, _, _, let band?, _) = about.shape { names = [(band.low, band.high)] }
    if case .curve(let shape) = about.shape, let band = shape.band {
      names = [(band.low, band.high)]
    }
    return names.compactMap { low, high in
      guard let low = schema.index(of: low), let high = schema.index(of: high),
        schema.fields[low].unit == .rate, schema.fields[high].unit == .rate
      else { return nil }
      return (low, high)
    }
  }
}
