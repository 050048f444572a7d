import Calendars
import Spreadsheets
import TestSupport
import Testing

@Suite("Writing workbooks")
struct WritingTests {
  private func sheet(_ name: String, _ rows: [[SheetValue]]) -> SheetToWrite {
    SheetToWrite(
      name: name, columns: (0..<(rows.first?.count ?? 1)).map { ("c\($0)", SheetFormat.plain) },
      rowCount: rows.count
    ) { rows[$0][$1] }
  }

  @Test("is read back as it was written")
  func roundTrip() throws {
    let day = try #require(CivilDate(year: 2024, month: 2, day: 29))
    let old = try #require(CivilDate(year: 1867, month: 10, day: 23))
    let texts = ["a & <b>", " \"x\" ", "è\n_x0041_", "=1+1", "", "\u{1B}[31m"]
    let rows: [[SheetValue]] = [
      texts.map { .text($0) },
      [
        .number(0.1), .number(1.0 / 3), .number(.nan), .integer(-5), .integer(.max), .boolean(true),
      ],
      [.date(day), .date(old), .empty, .timestamp(1_709_208_000_000_000), .empty, .boolean(false)],
    ]
    let bytes = try workbook([sheet("s", rows)])
    #expect(
      try cells(bytes) == [
        "1:0=c0", "1:1=c1", "1:2=c2", "1:3=c3", "1:4=c4", "1:5=c5", "2:0=a & <b>", "2:1= \"x\" ",
        "2:2=è\n_x0041_", "2:3==1+1", "2:5=\u{1B}[31m", "3:0=0.1", "3:1=0.3333333333333333",
        "3:3=-5",
        "3:4=9223372036854775807", "3:5=true", "4:0=2024-02-29", "4:1=1867-10-23",
        "4:3=2024-02-29 12:00:00", "4:5=false",
      ])
  }

  private func cells(_ bytes: [UInt8]) throws(WorkbookError) -> [String] {
    try texts(of: bytes)
  }

  @Test("gives equal bytes for equal sheets, and names that a workbook allows")
  func sameBytes() throws {
    let sheets = [
      sheet("churn by month: 2024/2025 [all] and more words than fit", [[.integer(1)]]),
      sheet("churn by month: 2024/2025 [all] and more words than fit", []), sheet("''", []),
    ]
    let bytes = try workbook(sheets)
    #expect(try bytes == workbook(sheets))
    #expect(
      try Workbook(bytes).sheets.map(\.name) == [
        "churn by month  2024 2025", "churn by month  2024 2025 2", "Sheet",
      ])
  }

  @Test("keeps every double, in random tables")
  func randomNumbers() throws {
    for seed in 0..<UInt64(50) {
      var random = SeededGenerator(seed: seed)
      let numbers = (0..<40).map { _ in
        Double.random(in: -1...1, using: &random) * [1, 1e-9, 1e12, 1e3].randomElement(
          using: &random)!
      }
      let bytes = try workbook([sheet("s", numbers.map { [.number($0)] })])
      let read = try texts(of: bytes).dropFirst().map { Double($0.split(separator: "=")[1]) }
      #expect(read == numbers, "seed \(seed)")
    }
  }

  @Test("refuses more rows than a sheet has")
  func tooLarge() {
    let huge = SheetToWrite(name: "s", columns: [("a", .plain)], rowCount: 1_048_576) { _, _ in
      .empty
    }
    let error = failure { () throws(WorkbookError) in _ = try workbook([huge]) }
    #expect(error?.message.hasPrefix("a sheet holds at most 1048575 rows") == true)
  }
}
