package import Columns

/// What was read, what was guessed, and how to correct it.
package struct LoadReport: Sendable {
  /// The name of the table: the file's, without folder and extension.
  package var title: String
  /// As it was written.
  package var path: String
  package var rows: Int
  package var bytes: Int
  package var encoding: TextEncoding
  package var separator: UInt8
  /// What stands around cells that hold separators.
  package var quote: UInt8
  package var hasHeader: Bool
  /// What the file is where it is no text with separators: `Excel, sheet 'Soci'`.
  package var form: String?
  package var kind: DatasetKind
  package var columns: [ColumnReport]
  package var warnings: [LoadWarning]
  package var guesses: [LoadGuess]

  /// `comma`, `semicolon`, `tab`, `bar`, `blanks`, or the character itself.
  package var separatorName: String { nameOfSeparator(separator) }
}

/// One column as it was understood.
package struct ColumnReport: Hashable, Sendable {
  package var name: String
  package var type: ValueType
  package var unit: Unit
  package var role: Role?
  /// How its cells are written: `dd/mm/yyyy`, `decimal comma`, `€`, `percent`; empty where plain.
  package var recognised: String
  package var missing: Int
  /// The first value as written; nil where there is none.
  package var example: String?
}

/// Something about the rows that the reader of a figure should know.
package struct LoadWarning: Hashable, Sendable {
  package var message: String
  /// How many rows or cells it concerns.
  package var count: Int
  /// The first five lines of the file that it concerns.
  package var lines: [Int]
  /// Rows or values of the file are missing from the table, so that every figure should say so.
  package var isLoss: Bool

  package init(_ message: String, count: Int, lines: [Int] = [], isLoss: Bool = false) {
    self.message = message
    self.count = count
    self.lines = lines
    self.isLoss = isLoss
  }

  /// The message with its lines: `2 rows left out (lines 5, 9)`.
  package var sentence: String {
    guard !lines.isEmpty else { return message }
    let list = lines.map(String.init).joined(separator: ", ")
    let more = count > lines.count ? ", ..." : ""
    return "\(message) (line\(lines.count == 1 && more.isEmpty ? "" : "s") \(list)\(more))"
  }
}

/// Something that the file does not say, as it was taken, and what to add to the line otherwise.
package struct LoadGuess: Hashable, Sendable {
  package var message: String
  /// `with dates = mdy`; empty where no clause changes it.
  package var correction: String

  package init(_ message: String, _ correction: String) {
    self.message = message
    self.correction = correction
  }
}

/// A table and how it was read.
package struct LoadedTable: Sendable {
  package var table: Table
  package var report: LoadReport
  /// Rows that are not in the table and cells that could not be read, with their lines; nil where
  /// there are none.
  package var rejects: Table?
}

/// The table that holds what did not fit into the file loaded last.
package let rejectsName = "rejects"

extension Table {
  /// Whether it holds what did not fit into a file, or is a view of that.
  package var isRejects: Bool { about.title.hasPrefix("rejects of ") }
}

func nameOfSeparator(_ separator: UInt8) -> String {
  switch separator {
  case UInt8(ascii: ","): "comma"
  case UInt8(ascii: ";"): "semicolon"
  case tabulator: "tab"
  case UInt8(ascii: "|"): "bar"
  case blank: "blanks"
  default: "'\(Character(Unicode.Scalar(separator)))'"
  }
}

/// The separator that a word means: a name as the report prints it, or the character itself; nil
/// where it is neither.
package func separator(named word: String) -> UInt8? {
  switch word.lowercased() {
  case "comma": UInt8(ascii: ",")
  case "semicolon": UInt8(ascii: ";")
  case "tab", "\\t": tabulator
  case "bar": UInt8(ascii: "|")
  case "blanks", "blank": blank
  default: word.utf8.count == 1 ? word.utf8.first : nil
  }
}
