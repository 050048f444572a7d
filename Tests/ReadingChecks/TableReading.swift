import Columns
import TableFiles

/// A file comes to the same table whether it is read as a whole by one thread or in small pieces by
/// several. The first bytes choose the dialect and where the file is cut.
func problemOfText(_ bytes: [UInt8]) -> String? {
  guard bytes.count > 4 else { return nil }
  let options = LoadOptions(
    separator: pick([44, 59, 9, 124, 32], bytes[0]), quote: bytes[0] < 128 ? 34 : 39,
    dateOrder: pick([.dmy, .mdy, .ymd], bytes[1] >> 4),
    encoding: pick([nil, nil, .utf8, .windows1252, .utf16LittleEndian], bytes[1] & 15),
    hasHeader: pick([true, false], bytes[0] >> 4))
  let pieces = ReadingSizes(
    head: 1 + Int(bytes[2]), piece: 1 + Int(bytes[3] & 63), workers: 1 + Int(bytes[3] >> 7))
  return difference(Array(bytes.dropFirst(4)), options, pieces)
}

/// The same of a file that becomes text with commas before it is read.
func problemOfForm(_ bytes: [UInt8], writtenAs: String) -> String? {
  difference(bytes, LoadOptions(), smallPieces, writtenAs: writtenAs)
}

/// A file of which nothing is told comes to the same table when it is told what was guessed of its form.
func problemOfGuesses(_ bytes: [UInt8]) -> String? {
  var options = LoadOptions()
  options.sizes = wholeFile
  guard let guessed = try? loadTable(bytes: bytes, writtenAs: "x.csv", options: options),
    guessed.report.form == nil, !guessed.report.hasTitle
  else { return nil }
  (options.separator, options.quote) = (guessed.report.separator, guessed.report.quote)
  options.encoding = guessed.report.encoding
  options.hasHeader = guessed.report.hasHeader
  options.sizes = smallPieces
  guard let told = try? loadTable(bytes: bytes, writtenAs: "x.csv", options: options) else {
    return "told what was guessed it is no table"
  }
  let (left, right) = (told.everything, guessed.everything)
  return left == right ? nil : "told what was guessed it is another table: \(left) after \(right)"
}

extension LoadReport {
  /// Lines above the table were left out, as is done only where nothing is told.
  fileprivate var hasTitle: Bool { guesses.contains { $0.message.contains("above the table") } }
}

private func difference(
  _ bytes: [UInt8], _ options: LoadOptions, _ sizes: ReadingSizes, writtenAs: String = "x.csv"
) -> String? {
  var options = options
  options.sizes = wholeFile
  let whole = outcome(bytes, options, writtenAs)
  options.sizes = sizes
  let pieces = outcome(bytes, options, writtenAs)
  return whole == pieces ? nil : "in pieces it is another table: \(pieces) after \(whole)"
}

/// What the reader of packed values makes of a column is what the reader of words makes of it, and what
/// is printed is read as the same value again.
func problemOfValues(_ bytes: [UInt8]) -> String? {
  guard bytes.count > 1 else { return nil }
  let options = LoadOptions(
    separator: 1, quote: 2, decimalSeparator: pick([nil, nil, ".", ","], bytes[0]),
    dateOrder: pick([.dmy, .mdy], bytes[0] >> 2), encoding: .utf8, hasHeader: false,
    columns: ["x"])
  let cells = Array(bytes.dropFirst())
  // Read as a whole, a column is read as words; in pieces, as its first rows look.
  let problem = difference(cells, options, ReadingSizes(head: 64, piece: 64, workers: 1))
  if let problem { return problem }
  guard let loaded = try? readTable(bytes: cells, writtenAs: "x.csv", options: options) else {
    return nil
  }
  return problemOfReadingAgain(loaded.table)
}

/// Dates and numbers as they are printed, read once more.
private func problemOfReadingAgain(_ table: Table) -> String? {
  guard let column = table.columns.first, column.type != .text, column.type != .boolean else {
    return nil
  }
  let values = (0..<column.count).map { column[$0] }.filter { $0 != .missing }
  if values.isEmpty { return nil }
  let printed = "x\n" + values.map { "\(printedText($0))\n" }.joined()
  let options = LoadOptions(separator: 1, decimalSeparator: ".", hasHeader: true)
  guard let again = try? readTable(bytes: Array(printed.utf8), writtenAs: "y.csv", options: options)
  else { return "what is printed cannot be read: \(printed)" }
  let other = again.table.columns[0]
  guard other.count == values.count else { return "rows are lost: \(printed)" }
  for (row, value) in values.enumerated() where !isSame(value, other[row]) {
    return "\(value) is read as \(other[row]): \(printed)"
  }
  return nil
}

private func isSame(_ left: Value, _ right: Value) -> Bool {
  switch (left, right) {
  case (.decimal(let value), .integer(let other)): value == Double(other)
  case (.timestamp, _), (.date, _): true
  case (.integer, .text), (.integer, .boolean), (.decimal, .text): true
  default: left == right
  }
}

private func printedText(_ value: Value) -> String {
  switch value {
  case .missing: ""
  case .integer(let number): "\(number)"
  case .decimal(let number): "\(number)"
  case .boolean(let isTrue): "\(isTrue)"
  case .date(let day): "\(day)"
  case .timestamp(let instant): "\(instant)"
  case .text(let text): text
  }
}

/// Everything that a reader sees of a file; errors alone may be worded otherwise.
private func outcome(_ bytes: [UInt8], _ options: LoadOptions, _ writtenAs: String) -> [String] {
  guard let loaded = try? loadTable(bytes: bytes, writtenAs: writtenAs, options: options) else {
    return ["no table"]
  }
  return loaded.report.lines() + loaded.everything
}

extension LoadedTable {
  /// The columns, those of what did not fit, and the print of the file.
  fileprivate var everything: [String] {
    let columns = table.columns + (rejects?.columns ?? [])
    let cells = columns.map { column in
      "\(column.type): \((0..<column.count).map { column[$0] })"
    }
    return table.schema.fields.map(\.name) + cells
      + table.about.sources.map { "\($0.sha256) \($0.bytes)" }
  }
}

/// Larger than what is made up; less memory to ask for than usual, which is slow beside a sanitizer.
private let wholeFile = ReadingSizes(head: 8192, piece: 8192, workers: 1)

private let smallPieces = ReadingSizes(head: 64, piece: 48, workers: 2)

private func pick<Choice>(_ choices: [Choice], _ byte: UInt8) -> Choice {
  choices[Int(byte) % choices.count]
}
