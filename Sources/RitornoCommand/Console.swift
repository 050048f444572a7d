import Terminal

/// Standard output and standard error, and what became of them.
final class Console {
  /// Nobody reads the results any more: the process should end silently.
  private(set) var isClosed = false
  /// Why results could not be written.
  private(set) var problem: String?

  /// Writes results. Long ones go out in pieces and stop where `isCancelled` says so: then the answer
  /// is false.
  @discardableResult
  func write(_ text: String, until isCancelled: () -> Bool = { false }) -> Bool {
    var rest = text.utf8[...]
    while !rest.isEmpty, !isClosed, problem == nil {
      if isCancelled() { return false }
      // A piece ends with a line, so that no character is cut.
      let start = rest.index(rest.startIndex, offsetBy: 1 << 16, limitedBy: rest.endIndex)
      let end = start.flatMap { rest[$0...].firstIndex(of: 0x0A) }.map { rest.index(after: $0) }
      let piece = rest[..<(end ?? rest.endIndex)]
      rest = rest[piece.endIndex...]
      write(piece: String(Substring(piece)))
    }
    return true
  }

  private func write(piece: String) {
    switch writeAll(piece, to: 1) {
    case .written: break
    case .closed: isClosed = true
    case .failed(let message):
      problem = message
      remark("error: cannot write the results: \(message)\n")
    }
  }

  /// Remarks are lost quietly where standard error is gone.
  func remark(_ text: String) {
    if !text.isEmpty { _ = writeAll(text, to: 2) }
  }

  /// The status to end with, given the one that the work ended with.
  func status(_ status: Int32) -> Int32 {
    problem == nil ? status : max(status, ExitStatus.failure)
  }
}
