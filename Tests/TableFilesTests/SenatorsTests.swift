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
    for line in loaded.report.lines() { print(line) }
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
}
