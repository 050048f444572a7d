import Calendars
import Columns
import Glibc
import Planning
import Testing

@testable import Execution

/// Real people, dates and reasons: datasets/canadian_senators.csv. The expected figures come from
/// pandas 2, independently, with `s` and `e` the first ten letters of start_date and end_date as
/// dates, `e` missing where not `observed`, and for each year [a, b):
///
///     S = ((s < a) & ~(e < a)).sum(); N = ((s >= a) & (s < b)).sum()
///     X = ((e >= a) & (e < b)).sum(); X1 = X of those with s >= a
///     C = sum over days d of ((s <= d) & ~(e < d)).sum()
///     shares = sum over days d of (e == d).sum() / C(d)
@Suite("The senators of Canada")
struct SenatorsTests {
  @Test("count each year as pandas does")
  func years() throws {
    let counts = try counts(grain: .year, in: nil)
    #expect(counts.about.asOf == civilDate("2013-10-01"))
    #expect(
      counts.about.notes == [
        "as of 2013-10-01, the last start or end in the data",
        "no customer id: every row is one client",
        "99 rows whose flag says that they did not leave counted as still here",
      ])
    #expect(counts.rowCount == 2013 - 1867 + 1)
    #expect(counts.integers("lost").reduce(0, +) == 834)
    #expect(counts.integers("new").reduce(0, +) == 933)
    for expected in pandasYears {
      let row = expected.year - 1867
      #expect(counts.texts("period")[row] == String(expected.year))
      let found = ["opening", "new", "lost", "early", "client_days"].map {
        counts.integers($0)[row]
      }
      #expect(found == expected.counts, "\(expected.year)")
      let shares = counts.decimals("daily_shares")[row] ?? .nan
      #expect(abs(shares - expected.dailyShares) < 1e-11, "\(expected.year)")
    }
    #expect(counts.column("finished")?[counts.rowCount - 1] == .boolean(false))
    for row in 0..<counts.rowCount {
      let figures = ["opening", "new", "lost", "closing"].map { counts.integers($0)[row] }
      #expect(figures[0] + figures[1] - figures[2] == figures[3])
    }
  }

  @Test("take the last 12 complete months by default, by reason")
  func reasons() throws {
    let reason = GroupKey(
      field: Field("reason", .text), value: .column(2, .text), describesExit: true)
    let counts = try counts(grain: nil, in: nil, keys: [reason])
    #expect(counts.texts("period") == Array(repeating: "2012-10..2013-09", count: 3))
    #expect(counts.texts("reason") == ["Retirement", "Resignation", "Death"])
    #expect(counts.integers("lost") == [6, 3, 1])
    #expect(Set(counts.integers("opening")).count == 1)
  }

  @Test("let the reasons of each year add up to the year")
  func reasonsByYear() throws {
    let reason = GroupKey(
      field: Field("reason", .text), value: .column(2, .text), describesExit: true)
    let whole = try counts(grain: .year, in: nil).integers("lost")
    let parts = try counts(grain: .year, in: nil, keys: [reason])
    #expect(
      parts.texts("reason").filter { $0 != nil }.count == 4 * whole.count && parts.rowCount == 588)
    #expect(
      stride(from: 0, to: parts.rowCount, by: whole.count).map { parts.texts("reason")[$0] }
        == ["Death", "Resignation", "Retirement", "Appointment declined"])
    for year in whole.indices {
      let sum = stride(from: year, to: parts.rowCount, by: whole.count)
        .reduce(0) { $0 + parts.integers("lost")[$1] }
      #expect(sum == whole[year])
    }
  }

  private func counts(grain: Grain?, in period: Period?, keys: [GroupKey] = []) throws -> Table {
    let table = try senators()
    return try calendarCounts(
      CalendarCounts(keys: keys, grain: grain, period: period, asOf: nil), of: table,
      keyColumns: keys.map { _ in table.columns[2] })
  }
}

/// The columns start, end, reason and observed of the file.
private func senators(file: String = #filePath) throws -> Table {
  let root = file.split(separator: "/").dropLast(4).joined(separator: "/")
  let lines = try lines(of: "/\(root)/datasets/canadian_senators.csv").dropFirst().map(fields)
  func days(_ position: Int) -> Column {
    Column(
      .date,
      lines.map { line in
        PartialDate(line[position].prefix(10)).map { .date($0.firstDay) } ?? .missing
      })
  }
  return Table(
    schema: Schema([
      Field("start_date", .date, role: .start), Field("end_date", .date, role: .end),
      Field("reason", .text, role: .reason), Field("observed", .boolean, role: .lost),
    ]),
    columns: [
      days(5), days(6),
      Column(.text, lines.map { $0[7].isEmpty ? .missing : .text($0[7]) }),
      Column(.boolean, lines.map { .boolean($0[9] == "True") }),
    ])
}

private func lines(of path: String) throws -> [String] {
  let file = unsafe open(path, O_RDONLY)
  try #require(file >= 0, "\(path) is missing")
  defer { close(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe read(file, &chunk, chunk.count)
    if count <= 0 { break }
    bytes += chunk.prefix(count)
  }
  return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
}

/// Fields of a line in which quotes protect commas.
private func fields(_ line: String) -> [String] {
  var fields = [""]
  var isQuoted = false
  for character in line {
    if character == "\"" {
      isQuoted.toggle()
    } else if character == ",", !isQuoted {
      fields.append("")
    } else {
      fields[fields.count - 1].append(character)
    }
  }
  return fields
}

private struct Year {
  let year: Int
  /// Opening, new, lost, early, client-days.
  let counts: [Int]
  let dailyShares: Double
}

private let pandasYears: [Year] = [
  Year(year: 1950, counts: [91, 3, 6, 0, 32707], dailyShares: 0.066_552_708_541),
  Year(year: 1951, counts: [88, 3, 4, 0, 32223], dailyShares: 0.044_699_713_520),
  Year(year: 1952, counts: [87, 0, 4, 0, 30750], dailyShares: 0.046_791_627_637),
  Year(year: 1953, counts: [83, 12, 7, 0, 31324], dailyShares: 0.082_672_014_958),
  Year(year: 1954, counts: [88, 0, 6, 0, 30670], dailyShares: 0.070_203_456_772),
  Year(year: 1955, counts: [82, 13, 4, 0, 31150], dailyShares: 0.047_910_366_181),
  Year(year: 1956, counts: [91, 0, 7, 0, 32346], dailyShares: 0.079_586_579_253),
  Year(year: 1957, counts: [84, 13, 4, 0, 32088], dailyShares: 0.045_124_094_086),
  Year(year: 1958, counts: [93, 4, 4, 0, 34661], dailyShares: 0.041_890_558_679),
  Year(year: 1959, counts: [93, 3, 1, 0, 34941], dailyShares: 0.010_416_666_667),
  Year(year: 1960, counts: [95, 7, 0, 0, 36217], dailyShares: 0.000_000_000_000),
  Year(year: 1961, counts: [102, 1, 7, 0, 36430], dailyShares: 0.070_420_291_853),
  Year(year: 1962, counts: [96, 10, 11, 0, 33904], dailyShares: 0.117_167_219_297),
  Year(year: 1963, counts: [95, 8, 6, 1, 36171], dailyShares: 0.060_107_071_932),
  Year(year: 1964, counts: [97, 5, 5, 0, 35833], dailyShares: 0.050_715_380_185),
  Year(year: 1965, counts: [97, 2, 10, 0, 34210], dailyShares: 0.106_777_547_830),
  Year(year: 1966, counts: [89, 17, 10, 0, 34489], dailyShares: 0.106_385_302_545),
  Year(year: 1967, counts: [96, 4, 9, 0, 34511], dailyShares: 0.095_094_092_397),
  Year(year: 1968, counts: [91, 11, 7, 1, 35017], dailyShares: 0.072_491_565_807),
  Year(year: 1969, counts: [95, 0, 7, 0, 33199], dailyShares: 0.076_122_944_208),
  Year(year: 1970, counts: [88, 8, 5, 0, 31904], dailyShares: 0.057_120_067_314),
  Year(year: 1971, counts: [91, 8, 10, 0, 31573], dailyShares: 0.114_290_117_238),
  Year(year: 1972, counts: [89, 9, 3, 0, 33706], dailyShares: 0.032_522_186_940),
  Year(year: 1973, counts: [95, 5, 5, 0, 33870], dailyShares: 0.053_425_164_924),
  Year(year: 1974, counts: [95, 2, 4, 0, 34887], dailyShares: 0.041_890_558_679),
  Year(year: 1975, counts: [93, 3, 4, 0, 33563], dailyShares: 0.043_363_952_550),
  Year(year: 1976, counts: [92, 4, 7, 0, 32721], dailyShares: 0.078_691_438_588),
  Year(year: 1977, counts: [89, 4, 3, 0, 33277], dailyShares: 0.032_611_264_378),
  Year(year: 1978, counts: [90, 8, 6, 0, 33820], dailyShares: 0.063_971_395_401),
  Year(year: 1979, counts: [92, 16, 5, 0, 35129], dailyShares: 0.052_416_874_468),
  Year(year: 1980, counts: [103, 0, 9, 0, 35995], dailyShares: 0.090_971_002_072),
  Year(year: 1981, counts: [94, 1, 4, 0, 33918], dailyShares: 0.043_013_239_434),
  Year(year: 1982, counts: [91, 3, 5, 0, 32480], dailyShares: 0.056_193_966_394),
  Year(year: 1983, counts: [89, 3, 7, 0, 31551], dailyShares: 0.080_754_855_421),
  Year(year: 1984, counts: [85, 20, 3, 0, 35075], dailyShares: 0.029_704_911_668),
  Year(year: 1985, counts: [102, 3, 3, 0, 37012], dailyShares: 0.029_605_901_767),
  Year(year: 1986, counts: [102, 6, 4, 0, 37040], dailyShares: 0.039_027_149_321),
  Year(year: 1987, counts: [104, 1, 4, 0, 37217], dailyShares: 0.039_029_034_147),
  Year(year: 1988, counts: [101, 4, 7, 0, 35680], dailyShares: 0.070_616_370_284),
  Year(year: 1989, counts: [98, 0, 4, 0, 35286], dailyShares: 0.041_456_342_439),
  Year(year: 1990, counts: [94, 25, 8, 0, 35703], dailyShares: 0.083_537_871_806),
  Year(year: 1991, counts: [111, 0, 8, 0, 39079], dailyShares: 0.074_452_440_082),
  Year(year: 1992, counts: [103, 0, 8, 0, 36673], dailyShares: 0.080_444_686_283),
  Year(year: 1993, counts: [95, 15, 6, 0, 36596], dailyShares: 0.062_296_530_346),
  Year(year: 1994, counts: [104, 6, 10, 0, 37156], dailyShares: 0.098_147_595_346),
  Year(year: 1995, counts: [100, 6, 2, 0, 37208], dailyShares: 0.019_704_911_668),
  Year(year: 1996, counts: [104, 7, 7, 0, 37928], dailyShares: 0.067_406_432_326),
  Year(year: 1997, counts: [104, 7, 7, 0, 37459], dailyShares: 0.068_353_156_627),
  Year(year: 1998, counts: [104, 12, 14, 0, 36787], dailyShares: 0.138_656_422_364),
  Year(year: 1999, counts: [102, 7, 10, 0, 36590], dailyShares: 0.099_815_925_170),
  Year(year: 2013, counts: [101, 6, 8, 0, 27904], dailyShares: 0.078_541_693_580),
]
