/// Why a file cannot be read as a table, in the terms of whoever asked for it.
package struct FileError: Error, Hashable, Sendable {
  /// One sentence, lower case, no full stop.
  package var message: String
  /// What was probably meant: `did you mean 'Soci'?`
  package var hint: String?
  /// What to do about it.
  package var help: String?
  /// The line of the file, from 1.
  package var line: Int?
  /// The name of the column.
  package var column: String?
  /// The text that offends.
  package var text: String?
  /// How many rows share the problem.
  package var rows: Int?
  /// The option of the load that asks for what is not there.
  package var option: String?
  /// The reader was told to stop; nothing is wrong with the file.
  package var isCancellation = false

  package init(
    _ message: String, help: String? = nil, line: Int? = nil, column: String? = nil,
    text: String? = nil, rows: Int? = nil
  ) {
    self.message = message
    self.help = help
    self.line = line
    self.column = column
    self.text = text
    self.rows = rows
  }

  /// The reader was told to stop.
  package static var cancelled: FileError {
    var error = FileError("stopped before the file was read")
    error.isCancellation = true
    return error
  }
}
