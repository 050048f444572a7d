import Calendars
import Columns
import TestSupport

/// Words whose folded form is known, so that the oracle needs no folding of its own.
let foldedWords: [String: String] = [
  "": "", "annual": "annual", "Annual": "annual", "ANNUAL": "annual", "Perché": "perche",
  "perche": "perche", "Straße": "strasse", "strasse": "strasse", "cœur": "coeur", " x ": " x ",
  "Ñandú": "nandu", "price 12": "price 12", "Tod": "tod", "tôd": "tod",
]

private let knownWords = foldedWords.keys.sorted()

/// A cell of a type, never missing; NaN is possible.
func randomCell(_ type: ValueType, _ generator: inout SeededGenerator) -> Value {
  switch type {
  case .integer:
    let extremes: [Int64] = [
      .max, .min, .max - 1, 1 << 53, (1 << 53) + 1, 4_611_686_018_427_387_904,
    ]
    if generator.chance(0.1) { return .integer(generator.pick(extremes)) }
    return .integer(Int64(generator.number(below: 11)) - 5)
  case .decimal:
    let extremes = [-0.0, 0, 9_007_199_254_740_992, 0x1p63, -0x1p63, 1e300, .nan, .infinity]
    if generator.chance(0.15) { return .decimal(generator.pick(extremes)) }
    return .decimal(Double(generator.number(below: 41) - 20) * 0.25)
  case .boolean: return .boolean(generator.chance(0.5))
  case .date: return .date(randomDate(&generator))
  case .timestamp:
    let midnight = Int64(randomDate(&generator).daysSinceEpoch) * microsecondsPerDay
    let time = generator.chance(0.5) ? 0 : Int64(generator.number(below: 86_400)) * 1_000_000
    return .timestamp(midnight + time)
  case .text: return .text(generator.pick(knownWords))
  }
}

func randomDate(_ generator: inout SeededGenerator) -> CivilDate {
  if generator.chance(0.2) {
    let edges = ["2024-02-29", "2024-01-31", "2023-02-28", "2024-12-31", "1969-12-31"]
    return day(generator.pick(edges))
  }
  return day("2023-01-01").advanced(byDays: generator.number(below: 800))
}

/// The day written as `2024-03-15`.
func day(_ text: String) -> CivilDate {
  guard let date = PartialDate(text), date.grain == .day else {
    preconditionFailure("\(text) is no day")
  }
  return date.firstDay
}

/// Columns of every type, twice, some without a single value, with few rows or none.
func randomTable(_ generator: inout SeededGenerator, types: [ValueType]) -> Table {
  let rowCount = generator.pick([0, 1, 2, 5, 17, 64, 65, 130])
  var fields: [Field] = []
  var columns: [Column] = []
  for (index, type) in types.enumerated() {
    let missing = generator.pick([0, 0.3, 0.3, 1])
    let cells = (0..<rowCount).map { _ in
      generator.chance(missing) ? .missing : randomCell(type, &generator)
    }
    fields.append(Field("c\(index)", type))
    columns.append(Column(type, cells))
  }
  return Table(schema: Schema(fields), columns: columns)
}

let everyTypeTwice: [ValueType] = ValueType.allCases + ValueType.allCases

extension Table {
  /// The cells of a row, as `Value`s.
  func row(_ row: Int) -> [Value] { columns.map { $0[row] } }
  var rows: [[Value]] { (0..<rowCount).map(row) }
}
