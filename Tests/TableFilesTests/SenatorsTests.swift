import Calendars
import Columns
import TableFiles
import Testing

@Suite("The senators")
struct SenatorsTests {
  private func load() throws -> LoadedTable {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    let path = folder.joined(separator: "/") + "/datasets/canadian_senators.csv"
    return try readTable(path: path, writtenAs: "datasets/canadian_senators.csv")
  }

  @Test("gives the columns, types and roles")
  func columns() throws {
    let loaded = try load()
    let fields = loaded.table.schema.fields
    #expect(loaded.table.rowCount == 933)
    #expect(
      fields.map(\.name) == [
        "Name", "Political Affiliation at Appointment", "Province / Territory",
        "Appointed on the advice of", "Term (yyyy.mm.dd)", "start_date", "end_date", "reason",
        "diff_days", "observed",
      ])
    #expect(
      fields.map(\.type) == [
        .text, .text, .text, .text, .text, .date, .date, .text, .integer, .boolean,
      ])
    #expect(
      fields.map(\.role) == [
        nil, .segment, .segment, .segment, nil, .start, .end, .reason, nil, .lost,
      ])
    #expect(loaded.table.schema.kind == .clients)
  }

  @Test("keeps every date, the one of 1900-01-01 too, for there are earlier days")
  func dates() throws {
    let loaded = try load()
    let ends = try #require(loaded.table.column("end_date"))
    #expect(ends.missingCount == 0)
    #expect(ends[270] == .date(try #require(CivilDate(year: 1900, month: 1, day: 1))))
    #expect(loaded.table.about.asOf?.description == "2013-10-01")
    let starts = try #require(loaded.table.column(.start))
    // diff_days is the file's own difference of the two dates.
    let differences = try #require(loaded.table.column("diff_days"))
    for row in 0..<933 {
      guard case .date(let start) = starts[row], case .date(let end) = ends[row],
        case .integer(let days) = differences[row]
      else {
        Issue.record("row \(row)")
        continue
      }
      #expect(Int64(end.daysSinceEpoch - start.daysSinceEpoch) == days, "row \(row)")
    }
  }

  @Test("gives the reasons and the flag as the file has them")
  func reasons() throws {
    let loaded = try load()
    let reasons = try #require(loaded.table.column(.reason))
    var counts: [Value: Int] = [:]
    for row in 0..<933 { counts[reasons[row], default: 0] += 1 }
    #expect(
      counts == [
        .text("Death"): 494, .text("Resignation"): 201, .text("Retirement"): 136, .missing: 99,
        .text("Appointment declined"): 3,
      ])
    let observed = try #require(loaded.table.column(.lost))
    #expect((0..<933).count { observed[$0] == .boolean(false) } == 99)
  }

  @Test("reports the dropped times and the file's digest")
  func report() throws {
    let loaded = try load()
    #expect(
      loaded.report.warnings.map(\.sentence) == [
        "99 values of 'end_date' had a time of day, dropped"
      ])
    #expect(loaded.report.columns[5].recognised == "yyyy-mm-dd hh:mm:ss")
    let lines = loaded.report.lines()
    #expect(
      lines.first == "canadian_senators: 933 rows, 10 columns, clients (utf-8, comma, header)")
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    let source = try #require(loaded.table.about.sources.first)
    #expect(source.sha256 == "9dba43c7a7bf7cb99a94b692f5a7960bed8422c13ce745ec3994e937f396aa7d")
    #expect(source.bytes == 163_046)
    #expect(source.path == "datasets/canadian_senators.csv")
  }
}
