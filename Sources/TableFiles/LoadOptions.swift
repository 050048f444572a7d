package import Columns

/// What the reader is told about a file. Whatever is nil is inferred from the file.
package struct LoadOptions: Sendable {
  /// The byte between cells: `,`, `;`, tab, `|` or another. A blank stands for any run of blanks.
  package var separator: UInt8?
  /// The byte around cells that hold separators; `"` unless told.
  package var quote: UInt8?
  /// `.` or `,`.
  package var decimalSeparator: Character?
  /// How numeric dates whose year does not come first are read.
  package var dateOrder: DateOrder?
  /// What becomes of a column of months.
  package var months: MonthForm?
  /// How numbers below zero are written.
  package var negatives: NegativeForm?
  package var encoding: TextEncoding?
  package var hasHeader: Bool?
  /// Roles that are given rather than inferred, each with the name of its column.
  package var roles: [(role: Role, column: String)]
  /// Names of all columns, in order, in place of the file's own.
  package var columns: [String]?
  /// The sheet of a workbook, by name; nil takes the first in sight that holds anything.
  package var sheet: String?
  /// Texts that stand for a missing value, besides the usual ones.
  package var missingMarkers: [String]
  /// The columns to keep, by name; nil keeps all.
  package var kept: [String]?
  /// What the table may take.
  package var memory = MemoryRoom()
  package var sizes = ReadingSizes()

  package init(
    separator: UInt8? = nil, quote: UInt8? = nil, decimalSeparator: Character? = nil,
    dateOrder: DateOrder? = nil, encoding: TextEncoding? = nil, hasHeader: Bool? = nil,
    roles: [(role: Role, column: String)] = [], columns: [String]? = nil,
    missingMarkers: [String] = [], sheet: String? = nil
  ) {
    self.separator = separator
    self.quote = quote
    self.decimalSeparator = decimalSeparator
    self.dateOrder = dateOrder
    self.encoding = encoding
    self.hasHeader = hasHeader
    self.roles = roles
    self.columns = columns
    self.missingMarkers = missingMarkers
    self.sheet = sheet
  }
}

/// The order of year, month and day in a date.
package enum DateOrder: String, Hashable, Sendable, CaseIterable {
  case ymd, dmy, mdy
}
