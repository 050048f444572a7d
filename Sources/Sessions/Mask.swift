package import Columns
import Kernels
import Planning
import TableFiles

extension Session {
  /// A table as it may be shown: the columns that `set mask` names hold codes in place of their values.
  ///
  /// A code is `id-` and 8 hexadecimal digits of the SHA-256 of the value: the same value has the same
  /// code in every table and every replay. It hides a name from a reader, not from one who has a list
  /// of names to try. The session itself goes on with the values.
  package func masked(_ table: Table) -> Table {
    let names = maskedNames
    guard !names.isEmpty else { return table }
    var table = table
    for (index, field) in table.schema.fields.enumerated()
    where names.contains(field.name.lowercased()) || field.isRaw {
      table.columns[index] = codes(table.columns[index])
      table.schema.fields[index] = Field(field.name, .text, isDetail: field.isDetail)
    }
    maskDescription(&table, names)
    return table
  }

  /// The report of a load without the examples of masked columns.
  func masked(_ report: LoadReport) -> LoadReport {
    let names = maskedNames
    var report = report
    for index in report.columns.indices
    where names.contains(report.columns[index].name.lowercased()) {
      report.columns[index].example = nil
    }
    return report
  }

  /// The names of the columns to mask, in lower case: those that are named, and those that any table of
  /// the session has in a role that is named.
  private var maskedNames: Set<String> {
    let words = settings.maskedColumns
    guard !words.isEmpty else { return [] }
    var names = Set(words)
    for table in tables.names.compactMap({ tables[$0] }) {
      for field in table.schema.fields {
        if let role = field.role, words.contains(role.rawValue) {
          names.insert(field.name.lowercased())
        }
      }
    }
    return names
  }

  /// `describe` and `columns` have a row about each column, with examples of its values.
  private func maskDescription(_ table: inout Table, _ names: Set<String>) {
    guard let subject = table.schema.index(of: "column"), case .text = table.columns[subject].type
    else { return }
    let about = (0..<table.rowCount).map { row -> Bool in
      guard case .text(let name) = table.columns[subject][row] else { return false }
      return names.contains(name.lowercased())
    }
    for name in ["example", "min", "max", "median"] {
      guard let index = table.schema.index(of: name) else { continue }
      let column = table.columns[index]
      table.columns[index] = Column(
        column.type, about.indices.map { about[$0] ? .missing : column[$0] })
    }
  }

  private func codes(_ column: Column) -> Column {
    Column(
      .text,
      (0..<column.count).map { row in
        switch column[row] {
        case .missing: .missing
        case .text(let text): .text(maskCode(text))
        case let value: .text(maskCode("\(value)"))
        }
      })
  }
}

private func maskCode(_ text: String) -> String {
  "id-" + SHA256.hexDigest(of: Array("ritorno mask:\(text)".utf8)).prefix(8)
}
