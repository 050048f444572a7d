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
    var members: [(String, FlatJSONValue)] = [("id", .text(cellID)), ("source", .text(source))]
    if let output { members.append(("output", .text(output))) }
    return FlatJSON.written(members)
  }

  /// Members it does not know are left out.
  init?(_ members: [String: FlatJSONValue]) {
    guard case .text(let id) = members["id"], case .text(let source) = members["source"] else {
      return nil
    }
    cellID = id
    self.source = source
    switch members["output"] {
    case .text(let text): output = text
    case nil, .null: output = nil
    case .integer: return nil
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

  /// One sentence on what was set aside; nil if nothing was.
  package var damageReport: String? {
    guard let first = damaged.first else { return nil }
    let lines = damaged.count == 1 ? "1 line" : "\(damaged.count) lines"
    let cells = records.count == 1 ? "1 cell" : "\(records.count) cells"
    return "the journal is damaged from line \(first.line) on: \(cells) kept, \(lines) set aside"
  }
}
