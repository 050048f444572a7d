import CLineEdit
import Glibc

/// How writing ended.
package enum WriteResult: Equatable, Sendable {
  case written
  /// Nobody reads any more (a closed pipe): end silently.
  case closed
  /// The system's message, such as "No space left on device".
  case failed(String)
}

/// Why reading ended early.
package enum ReadFailure: Error, Equatable, Sendable {
  /// Ctrl-C, SIGTERM or SIGHUP came.
  case interrupted
  /// There was more than this many bytes.
  case tooLarge(limit: Int)
  /// The system's message.
  case failed(String)
}

/// Fills the places of a closed standard input, output or error, so that no file that is opened
/// later lands there. Reading the input or writing the outputs keeps failing. Call it first.
package func reserveStandardDescriptors() {
  for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
    // The wrong direction on purpose: what was closed must not seem to work.
    _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}

/// Writes the whole text as UTF-8, waiting where the other side is slow.
package func writeAll(_ text: String, to fileDescriptor: Int32) -> WriteResult {
  switch writeBytes(of: text, to: fileDescriptor) {
  case 0: .written
  case EPIPE: .closed
  case let code: .failed(systemMessage(code))
  }
}

/// Reads a descriptor, by default standard input, to its end.
package func readAll(
  from fileDescriptor: Int32 = STDIN_FILENO, limit: Int = 1 << 26
) throws(ReadFailure) -> [UInt8] {
  var bytes: [UInt8] = []
  while true {
    if waitUntilReadable(fileDescriptor) == .signal {
      if Interrupt.isRequested { throw .interrupted }
      continue
    }
    switch readSome(from: fileDescriptor, into: &bytes) {
    case .bytes: if bytes.count > limit { throw .tooLarge(limit: limit) }
    case .end: return bytes
    case .again: continue
    case .failed(let code): throw .failed(systemMessage(code))
    }
  }
}

/// How one call of `read` ended.
enum ReadStep: Equatable {
  case bytes
  case end
  case again
  case failed(Int32)
}

/// Appends what one call of `read` gives.
func readSome(from fileDescriptor: Int32, into bytes: inout [UInt8]) -> ReadStep {
  var code: Int32 = 0
  let block = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
    let result = unsafe read(fileDescriptor, buffer.baseAddress, buffer.count)
    code = result < 0 ? errno : 0
    count = max(0, result)
  }
  bytes += block
  if !block.isEmpty { return .bytes }
  switch code {
  case 0: return .end
  case EINTR, EAGAIN: return .again
  default: return .failed(code)
  }
}

/// What ended a wait.
enum Wakeup: Equatable {
  /// There is something to read, or the end, or an error that reading will show.
  case input
  /// A signal set a flag of `Interrupt`.
  case signal
}

/// Sleeps until the descriptor can be read or a signal came.
func waitUntilReadable(_ fileDescriptor: Int32) -> Wakeup {
  // `poll` would pass over it and wait for ever.
  guard fileDescriptor >= 0 else { return .input }
  let wake = signals_wake_descriptor()
  while true {
    var waits = [
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
      pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    let ready = unsafe poll(&waits, 2, -1)
    if ready < 0 && errno != EINTR { return .input }
    if ready > 0 && waits[0].revents != 0 {
      drain(wake)
      return .signal
    }
    if ready > 0 { return .input }
  }
}

/// The system's text for an error number.
func systemMessage(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}

/// Writes all bytes and returns 0, or the error number that stopped it.
func writeBytes(of text: String, to fileDescriptor: Int32) -> Int32 {
  var text = text
  return text.withUTF8 { unsafe writeBytes(UnsafeRawBufferPointer($0), to: fileDescriptor) }
}

private func writeBytes(_ bytes: UnsafeRawBufferPointer, to fileDescriptor: Int32) -> Int32 {
  var written = 0
  while written < bytes.count {
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
    let result = unsafe write(fileDescriptor, rest.baseAddress, rest.count)
    if result >= 0 {
      written += result
    } else if errno == EAGAIN {
      // Another process made the terminal we share non-blocking.
      var wait = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&wait, 1, 1000)
    } else if errno != EINTR || Interrupt.terminationRequested {
      return errno
    }
  }
  return 0
}

private func drain(_ fileDescriptor: Int32) {
  var bytes: [UInt8] = []
  while readSome(from: fileDescriptor, into: &bytes) == .bytes { bytes.removeAll() }
}
