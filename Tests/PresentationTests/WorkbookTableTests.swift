import Columns
import Presentation
import Spreadsheets
import Testing

@Suite("Tables as workbooks")
struct WorkbookTableTests {
  private func cells(_ bytes: [UInt8], sheet: Int) throws -> [String] {
    let workbook = try Workbook(bytes)
    let cells = try workbook.read(workbook.sheets[sheet])
    return (0..<cells.grid.rowCount).flatMap { row in
      cells.grid.cells(ofRow: row).map { String(decoding: $0.text, as: UTF8.self) }
    }
  }

  @Test("writes values in full in the format of their unit, and the notes on a second sheet")
  func writes() throws {
    let table = Table(
      schema: Schema([
        Field("plan", .text), Field("rate", .decimal, unit: .rate),
        Field("fee", .decimal, unit: .money), Field("n", .integer, unit: .count),
      ]),
      columns: [
        Column(.text, [.text("=1+2"), .missing]), Column(.decimal, [.decimal(1.0 / 3), .missing]),
        Column(.decimal, [.decimal(12.5), .decimal(0)]),
        Column(.integer, [.integer(7), .integer(0)]),
      ], about: TableDescription(title: "churn by plan"))
    let bytes = try renderWorkbook(table, notes: "note: as of 2024-12-31\nnote: two\n")
    #expect(
      try cells(bytes, sheet: 0) == [
        "plan", "rate", "fee", "n", "=1+2", "33.33333333333333%", "12.5", "7", "0", "0",
      ])
    #expect(try cells(bytes, sheet: 1) == ["notes", "as of 2024-12-31", "two"])
    #expect(try Workbook(bytes).sheets.map(\.name) == ["churn by plan", "Notes"])
    #expect(try renderWorkbook(table, notes: "note: as of 2024-12-31\nnote: two\n") == bytes)
  }
}
