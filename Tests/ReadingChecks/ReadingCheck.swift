/// What must hold of any bytes that are read as a file of one form.
///
/// The fuzzers look for bytes that break it, and a test feeds those that they kept.
package enum ReadingCheck: String, CaseIterable, Sendable {
  /// Text with separators, in a dialect that the first bytes choose.
  case csv
  /// The cells of one column, a line each.
  case values
  /// Lists and lines of objects; what does not begin like these is let pass.
  case json
  /// A workbook, or one of the parts of one.
  case xlsx
  /// Text with separators of which nothing is told.
  case table

  /// What is wrong with how the bytes are read; nil where nothing is.
  package func problem(_ bytes: [UInt8]) -> String? {
    switch self {
    case .csv: problemOfText(bytes)
    case .values: problemOfValues(bytes)
    case .json: beginsLikeJSON(bytes) ? problemOfForm(bytes, writtenAs: "x.json") : nil
    case .xlsx: problemOfWorkbook(bytes)
    case .table: problemOfGuesses(bytes)
    }
  }

  private func beginsLikeJSON(_ bytes: [UInt8]) -> Bool {
    bytes.first == UInt8(ascii: "[") || bytes.first == UInt8(ascii: "{")
  }
}
