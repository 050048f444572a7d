import Terminal

/// Standard output and standard error, and what became of them.
final class Console {
  /// Nobody reads the results any more: the process should end silently.
  private(set) var isClosed = false
  /// Why results could not be written.
  private(set) var problem: String?

  func write(_ text: String) {
    guard !text.isEmpty, !isClosed, problem == nil else { return }
    switch writeAll(text, to: 1) {
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
