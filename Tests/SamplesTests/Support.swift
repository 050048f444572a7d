import Calendars
import Columns
import Glibc
import Samples
import TableFiles
import Testing

/// A row of the gym as the reader understood it.
struct GymRow {
  var code: String
  var start: CivilDate
  var end: CivilDate?
  var announced: CivilDate?
  var reason: String?
  var fee: Double
  var plan: String
  var branch: String
  var effort: Double
  var complaints: Int
}

func readGym(_ options: GymOptions = GymOptions()) throws -> LoadedTable {
  try readTable(bytes: Gym(options).bytes, writtenAs: "sample gym")
}

func gymRows(_ options: GymOptions = GymOptions()) throws -> [GymRow] {
  let table = try readGym(options).table
  let columns = try [
    "codice", "iscritto_il", "data_uscita", "disdetta_il", "motivo", "quota_mensile", "piano",
    "sede", "ore_assistenza", "reclami",
  ].map { try #require(table.column($0)) }
  return try (0..<table.rowCount).map { row in
    GymRow(
      code: try #require(columns[0][row].word), start: try #require(columns[1][row].day),
      end: columns[2][row].day, announced: columns[3][row].day, reason: columns[4][row].word,
      fee: try #require(columns[5][row].number), plan: try #require(columns[6][row].word),
      branch: try #require(columns[7][row].word),
      effort: try #require(columns[8][row].number),
      complaints: Int(try #require(columns[9][row].number)))
  }
}

/// A gym in which nothing is planted but what `effects` adds.
func plainGym(seed: UInt64 = 1, _ effects: (inout GymOptions) -> Void = { _ in }) -> GymOptions {
  var options = GymOptions()
  options.seed = seed
  for effect: WritableKeyPath<GymOptions, Strength> in [
    \.august, \.january, \.haemorrhage, \.toxic, \.price, \.wanted, \.returns,
  ] { options[keyPath: effect] = .absent }
  effects(&options)
  return options
}

/// Leavings among those who were there at the start of a month.
struct Exposure {
  var lost = 0
  var there = 0
  var rate: Double { Double(lost) / Double(there) }

  /// Takes in every month of the record that fits, for every row that fits.
  init(
    _ rows: [GymRow], in isIncluded: (CivilDate) -> Bool = { _ in true },
    where fits: (GymRow) -> Bool = { _ in true }
  ) {
    let included = gymMonths.map(isIncluded)
    for row in rows where fits(row) {
      let last = min(row.end.map(gymMonth) ?? .max, gymMonths.count - 1)
      guard gymMonth(row.start) < last else { continue }
      for month in (gymMonth(row.start) + 1)...last where included[month] {
        there += 1
        if let end = row.end, gymMonth(end) == month { lost += 1 }
      }
    }
  }

  /// How many times as high the first rate is, with the bounds at four standard errors of its
  /// logarithm.
  func ratio(to other: Exposure) -> (value: Double, low: Double, high: Double) {
    let value = rate / other.rate
    // exp(x) by its series: x is below 1 here.
    let error = 4 * (1 / Double(lost) + 1 / Double(other.lost)).squareRoot()
    let spread = 1 + error + error * error / 2 + error * error * error / 6
    return (value, value / spread, value * spread)
  }
}

/// Months since the opening.
func gymMonth(_ day: CivilDate) -> Int {
  let (year, month, _) = day.components
  return (year - 2019) * 12 + month - 1
}

let gymMonths = (0..<72).map { GymDesign.opening.advanced(byMonths: $0) }

extension Value {
  var day: CivilDate? { if case .date(let day) = self { day } else { nil } }
  var word: String? { if case .text(let word) = self { word } else { nil } }
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    default: nil
    }
  }
}

/// The roles of the columns that have one, as `role=column`.
func roles(_ loaded: LoadedTable) -> [String] {
  loaded.table.schema.fields.compactMap { field in
    field.role.map { "\($0.rawValue)=\(field.name)" }
  }
}

/// The project's folder `datasets`, which lies beside `Tests`.
let datasets: String = {
  var parts = #filePath.split(separator: "/")
  parts.removeLast(3)
  return "/" + parts.joined(separator: "/") + "/datasets"
}()

/// Writes a dataset anew where the variable RITORNO_RECORD is set.
func recordIfAsked(_ bytes: [UInt8], as name: String) {
  guard unsafe getenv("RITORNO_RECORD") != nil,
    let file = unsafe fopen("\(datasets)/\(name)", "w")
  else { return }
  _ = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
  unsafe fclose(file)
}
