import Columns
import Presentation
import Testing

@Test func scratch() {
  for table in [churnTable(), awkwardTable(), reasonsTable(), longTable(rows: 5000)] {
    for format in OutputFormat.allCases {
      if table.rowCount > 4000, format.isForMachines { continue }
      print("--", format)
      print(
        render(table, as: format, line: "x", options: RenderingOptions(width: 80, maximumRows: 6)),
        terminator: "")
      print(renderNotes(table, options: .canonical), terminator: "")
    }
  }
}
