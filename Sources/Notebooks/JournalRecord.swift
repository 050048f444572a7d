/// One executed cell in a journal.
package struct JournalRecord: Hashable, Sendable {
  package var cellID: String
  package var source: String
  /// The answer as text, where it is kept.
  package var output: String?

  package init(cellID: String, source: String, output: String? = nil) {
    self.cellID = cellID
    self.source = source
    self.output = output
  }

  var line: String {
    var members = [JSONValue.Member("id", .text(cellID)), .init("source", .text(source))]
    if let output { members.append(.init("output", .text(output))) }
    return JSONValue.object(members).compact
  }

  /// Members it does not know are left out.
  init?(_ record: JSONValue) {
    guard let id = record["id"]?.text, let source = record["source"]?.text else { return nil }
    cellID = id
    self.source = source
    switch record["output"] {
    case .text(let text): output = text
    case nil, .null: output = nil
    default: return nil
    }
  }
}

/// What a journal holds.
package struct JournalContents: Hashable, Sendable {
  /// A line that is no whole record.
  package struct DamagedLine: Hashable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var bytes: [UInt8]
  }

  /// The folder the session ran in, to which its paths are relative.
  package var folder: String?
  /// The whole records, in the order they were written.
  package var records: [JournalRecord] = []
  /// Lines that were set aside.
  package var damaged: [DamagedLine] = []

  /// The cells as they stood at the end: of several records of one cell the last counts, at the
  /// place of the first; one without a source was dropped.
  package var cells: [JournalRecord] {
    var places: [String: Int] = [:]
    var cells: [JournalRecord] = []
    for record in records {
      if let place = places[record.cellID] {
        cells[place] = record
      } else {
        places[record.cellID] = cells.count
        cells.append(record)
      }
    }
    return cells.filter { !$0.source.isEmpty }
  }

  /// One sentence on what was set aside; nil if nothing was.
  package var damageReport: String? {
    guard let first = damaged.first else { return nil }
    let lines = damaged.count == 1 ? "1 line" : "\(damaged.count) lines"
    let cells = records.count == 1 ? "1 cell" : "\(records.count) cells"
    return "the journal is damaged from line \(first.line) on: \(cells) kept, \(lines) set aside"
  }
}
