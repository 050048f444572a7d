/// Why a workbook cannot be read or written, in the terms of whoever asked for it.
package struct WorkbookError: Error, Hashable, Sendable {
  /// What is wrong, such as `the archive is cut off`, to follow the file's name.
  package var message: String
  /// What to do about it.
  package var help: String?
  /// The reader was told to stop; nothing is wrong with the file.
  package var isCancellation = false

  package init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }

  package static var cancelled: WorkbookError {
    var error = WorkbookError("stopped")
    error.isCancellation = true
    return error
  }

  static func damaged(_ what: String) -> WorkbookError {
    WorkbookError(
      "is damaged: \(what)",
      help: "open it in a spreadsheet program, save it anew, and load that file")
  }
}
