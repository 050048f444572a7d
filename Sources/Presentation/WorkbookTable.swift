package import Columns
package import Spreadsheets

/// A table as an Excel workbook: its values in full with the format that their unit asks for, and its
/// notes on a second sheet. A rate is a number between 0 and 1 shown as a percentage.
package func renderWorkbook(_ table: Table, notes: String) throws(WorkbookError) -> [UInt8] {
  let columns = table.schema.fields.map { field in
    (name: field.name, format: SheetFormat(field))
  }
  var sheets = [
    SheetToWrite(name: table.about.title, columns: columns, rowCount: table.rowCount) {
      SheetValue(table.columns[$1][$0])
    }
  ]
  let lines = notes.split(whereSeparator: \.isNewline)
  if !lines.isEmpty {
    sheets.append(
      SheetToWrite(name: "Notes", columns: [("notes", .plain)], rowCount: lines.count) { row, _ in
        .text(String(lines[row].hasPrefix("note: ") ? lines[row].dropFirst(6) : lines[row]))
      })
  }
  return try workbook(sheets)
}

extension SheetFormat {
  fileprivate init(_ field: Field) {
    switch (field.type, field.unit) {
    case (.date, _): self = .date
    case (.timestamp, _): self = .timestamp
    case (_, .rate): self = .percent
    case (_, .money): self = .money
    default: self = .plain
    }
  }
}

extension SheetValue {
  fileprivate init(_ value: Value) {
    switch value {
    case .missing: self = .empty
    case .integer(let number): self = .integer(number)
    case .decimal(let number): self = .number(number)
    case .boolean(let flag): self = .boolean(flag)
    case .date(let date): self = .date(date)
    case .timestamp(let microseconds): self = .timestamp(microseconds)
    case .text(let text): self = .text(text)
    }
  }
}
