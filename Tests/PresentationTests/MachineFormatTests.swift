import Columns
import Presentation
import Testing

/// Tables for other programs: CSV and the forms of JSON.
@Suite struct MachineFormatTests {
  @Test("writes CSV in full precision, with quotes and a guard against formulas")
  func writesCSV() {
    #expect(
      render(awkwardTable(), as: .csv, options: .canonical) == """
        name,since,seen,paid,score,id,active
        李小龍,2024-02-29,1970-01-01T00:00:00,1234567.891,1e+300,1984,true
        "a\u{1B}[31m|b
        ",,2023-11-14T22:13:20.123456,-0.004,1.5e-07,9223372036854775807,false
        ,1867-07-01,1969-12-31T23:59:59.999999,-12.5,,-9223372036854775808,
        "",,,0.0,-2.25,0,
        '=1+2,,,,0.3333333333333333,,true
        "<b>""x"", y</b>",,,,,-7,false

        """)
  }

  @Test(
    "puts an apostrophe before what a spreadsheet would run",
    arguments: [
      ("=1", "'=1"), ("+cmd", "'+cmd"), ("-cmd", "'-cmd"), ("@SUM(1)", "'@SUM(1)"),
      ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("＝1", "'＝1"), ("-5", "-5"), ("+3.25", "+3.25"),
      ("-1,5", "\"-1,5\""), ("-1e-5", "-1e-5"), ("-", "'-"), ("-1+1", "'-1+1"), ("-e5", "'-e5"),
      ("+39 055 1234", "'+39 055 1234"), ("a=b", "a=b"), (" x", "\" x\""),
    ])
  func guardsFormulas(_ text: String, _ expected: String) {
    let table = Table(
      schema: Schema([Field("t", .text)]), columns: [Column(.text, [.text(text)])])
    #expect(renderCSV(table) == "t\n\(expected)\n")
    let raw = renderCSV(table, isRaw: true)
    #expect(!raw.contains("'"))
    #expect(
      render(table, as: .csv, options: RenderingOptions(isRaw: true)) == raw)
  }

  @Test("writes records on one line that read back as they were")
  func writesJSON() throws {
    let text = render(awkwardTable(), as: .json, options: .canonical)
    #expect(text.filter(\.isNewline).count == 1)
    guard case .array(let records) = try JSONReader.read(text), records.count == 6,
      case .object(let second) = records[1], case .object(let third) = records[2]
    else {
      Issue.record("not an array of six records: \(text)")
      return
    }
    #expect(second["name"] == .text("a\u{1B}[31m|b\n"))
    #expect(second["since"] == .null)
    #expect(second["paid"] == .number(-0.004))
    #expect(second["active"] == .boolean(false))
    #expect(third["score"] == .null)
    #expect(third["seen"] == .text("1969-12-31T23:59:59.999999"))
    #expect(
      !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
  }

  @Test("writes a record a line")
  func writesJSONLines() throws {
    let text = render(reasonsTable(), as: .jsonl, options: RenderingOptions(maximumRows: 2))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    #expect(lines[2] == #"{"reason":null,"clients":40,"share":0.09925558312655088}"#)
    for line in lines { _ = try JSONReader.read(line) }
    #expect(render(longTable(rows: 0), as: .jsonl, options: .canonical) == "")
    #expect(render(longTable(rows: 0), as: .json, options: .canonical) == "[]\n")
  }

  @Test("writes line, columns, rows, facts and notes in the full form")
  func writesFullJSON() throws {
    let text = render(
      churnTable(), as: .jsonFull, line: "churn by \"year\"", options: .canonical)
    #expect(text.filter(\.isNewline).count == 1)
    guard case .object(let members) = try JSONReader.read(text) else {
      Issue.record("no object")
      return
    }
    #expect(Set(members.keys) == ["line", "columns", "rows", "facts", "notes"])
    #expect(members["line"] == .text("churn by \"year\""))
    guard case .array(let rows)? = members["rows"], case .array(let columns)? = members["columns"]
    else {
      Issue.record("no rows")
      return
    }
    #expect(columns[4] == .object(["name": .text("rate"), "unit": .text("rate")]))
    #expect(
      rows[1]
        == .array([
          .text("2022"), .number(1240), .number(12), .number(72), .number(72.0 / 1240),
          .number(0.0464), .number(0.0723), .text("above the band"),
        ]))
    #expect(
      members["facts"]
        == .object([
          "formula": .text("start"), "centre": .number(0.0466), "band_low": .number(0.03),
          "band_high": .number(0.05),
        ]))
    #expect(
      members["notes"]
        == .array([
          .text("every row is one client: no column names a customer"),
          .text("2025 is unfinished"),
        ]))
    let empty = render(longTable(rows: 0), as: .jsonFull, line: nil, options: .canonical)
    #expect(
      empty.hasPrefix(#"{"line":null,"columns":[{"name":"number","unit":"none"}"#))
  }

  @Test("shows all rows whatever the limit", arguments: [OutputFormat.csv, .json, .jsonl])
  func showsAllRows(_ format: OutputFormat) {
    let table = longTable(rows: 5000)
    #expect(
      render(table, as: format, options: RenderingOptions(width: 20, maximumRows: 3))
        == render(table, as: format, options: .canonical))
  }
}
