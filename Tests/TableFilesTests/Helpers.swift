import Columns
import TableFiles

/// Reads a table from text, as if it stood in `test.csv`.
func read(_ text: String, _ options: LoadOptions = LoadOptions()) throws(FileError) -> LoadedTable {
  try readTable(bytes: Array(text.utf8), writtenAs: "test.csv", options: options)
}

/// The cells of a column as short texts: ISO dates, numbers as Swift prints them, `missing`.
func cells(_ loaded: LoadedTable, _ column: String) -> [String] {
  guard let values = loaded.table.column(column) else { return ["no column \(column)"] }
  return (0..<values.count).map { row in
    switch values[row] {
    case .missing: "missing"
    case .integer(let value): "\(value)"
    case .decimal(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .date(let value): "\(value)"
    case .timestamp(let value): "\(value)"
    case .text(let value): value
    }
  }
}

/// The types of all columns, in order.
func types(_ loaded: LoadedTable) -> [ValueType] { loaded.table.schema.fields.map(\.type) }

/// The roles of the columns that have one, as `role=column`.
func roles(_ loaded: LoadedTable) -> [String] {
  loaded.table.schema.fields.compactMap { field in
    field.role.map { "\($0.rawValue)=\(field.name)" }
  }
}

/// The error of reading a text, or nil.
func failure(_ text: String, _ options: LoadOptions = LoadOptions()) -> FileError? {
  do {
    _ = try read(text, options)
    return nil
  } catch {
    return error
  }
}
