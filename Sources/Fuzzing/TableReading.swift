import Columns
import TableFiles

/// A file comes to the same table whether it is read as a whole by one thread or in small pieces by
/// several. The first bytes choose the dialect and where the file is cut.
func readCSV(_ bytes: [UInt8]) {
  guard bytes.count > 4 else { return }
  var options = LoadOptions(
    separator: pick([44, 59, 9, 124, 32], bytes[0]), quote: bytes[0] < 128 ? 34 : 39,
    dateOrder: pick([.dmy, .mdy, .ymd], bytes[1] >> 4),
    encoding: pick([nil, nil, .utf8, .windows1252, .utf16LittleEndian], bytes[1] & 15),
    hasHeader: pick([true, false], bytes[0] >> 4))
  let file = Array(bytes.dropFirst(4))
  options.sizes = wholeFile
  let whole = outcome(file, options)
  options.sizes = ReadingSizes(
    head: 1 + Int(bytes[2]), piece: 1 + Int(bytes[3] & 63), workers: 1 + Int(bytes[3] >> 7))
  let pieces = outcome(file, options)
  precondition(whole == pieces, "in pieces it is another table: \(pieces) after \(whole)")
}

/// The cells of one column, a line each: what the reader of packed values makes of them is what the
/// reader of words makes of them, and what is printed is read as the same value again.
func readValues(_ bytes: [UInt8]) {
  guard bytes.count > 1 else { return }
  var options = LoadOptions(
    separator: 1, quote: 2, decimalSeparator: pick([nil, nil, ".", ","], bytes[0]),
    dateOrder: pick([.dmy, .mdy], bytes[0] >> 2), encoding: .utf8, hasHeader: false,
    columns: ["x"])
  let cells = Array(bytes.dropFirst())
  // Read as a whole, a column is read as words; in pieces, as its first rows look.
  options.sizes = wholeFile
  let words = outcome(cells, options)
  options.sizes = ReadingSizes(head: 64, piece: 64, workers: 1)
  let packed = outcome(cells, options)
  precondition(words == packed, "as packed values it is another column: \(packed) after \(words)")
  guard let loaded = try? readTable(bytes: cells, writtenAs: "x.csv", options: options) else {
    return
  }
  readAgain(loaded.table)
}

/// Dates and numbers as they are printed, read once more.
private func readAgain(_ table: Table) {
  guard let column = table.columns.first, column.type != .text, column.type != .boolean else {
    return
  }
  let values = (0..<column.count).map { column[$0] }.filter { $0 != .missing }
  if values.isEmpty { return }
  let printed = "x\n" + values.map { "\(printedText($0))\n" }.joined()
  let options = LoadOptions(separator: 1, decimalSeparator: ".", hasHeader: true)
  guard let again = try? readTable(bytes: Array(printed.utf8), writtenAs: "y.csv", options: options)
  else { preconditionFailure("what is printed cannot be read: \(printed)") }
  let other = again.table.columns[0]
  precondition(other.count == values.count, "rows are lost: \(printed)")
  for (row, value) in values.enumerated() {
    precondition(isSame(value, other[row]), "\(value) is read as \(other[row]): \(printed)")
  }
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
private func outcome(_ bytes: [UInt8], _ options: LoadOptions) -> [String] {
  guard let loaded = try? readTable(bytes: bytes, writtenAs: "x.csv", options: options) else {
    return ["no table"]
  }
  let columns = loaded.table.columns + (loaded.rejects?.columns ?? [])
  let cells = columns.map { column in "\(column.type): \((0..<column.count).map { column[$0] })" }
  return loaded.report.lines() + cells
    + loaded.table.about.sources.map { "\($0.sha256) \($0.bytes)" }
}

/// Larger than what is made up; less memory to ask for than usual, which is slow beside a sanitizer.
private let wholeFile = ReadingSizes(head: 8192, piece: 8192, workers: 1)

private func pick<Choice>(_ choices: [Choice], _ byte: UInt8) -> Choice {
  choices[Int(byte) % choices.count]
}
