import Glibc

/// An error number of the system.
struct SystemError: Error {
  let code: Int32
}

/// A regular file that is locked as long as this value lives: shared with other readers when it is
/// opened to be read, alone otherwise.
struct LockedFile: ~Copyable {
  private let descriptor: Int32

  /// A file that is created gets mode 0600; one that others could read loses that.
  init(path: String, flags: Int32) throws(SystemError) {
    // Without O_NONBLOCK opening a named pipe could wait for ever.
    descriptor = unsafe open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EINVAL) }
    if flags & O_RDWR != 0 && status.st_mode & 0o077 != 0 { _ = fchmod(descriptor, 0o600) }
    try lock(flags & O_RDWR != 0 ? LOCK_EX : LOCK_SH)
  }

  deinit {
    close(descriptor)
  }

  /// Adds a whole line, or nothing: what a full disk cut off is taken back.
  func append(_ line: String) throws(SystemError) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw SystemError(code: errno) }
    let text = try endsWithoutNewline(end) ? "\n" + line : line
    let code = writeBytes(of: text, to: descriptor)
    guard code == 0 else {
      _ = ftruncate(descriptor, end)
      throw SystemError(code: code)
    }
  }

  /// The last bytes of the file, and whether there are more before them.
  func tail(atMost count: Int) throws(SystemError) -> (bytes: [UInt8], isCut: Bool) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0, lseek(descriptor, max(0, end - count), SEEK_SET) >= 0 else {
      throw SystemError(code: errno)
    }
    var bytes: [UInt8] = []
    while true {
      switch readSome(from: descriptor, into: &bytes) {
      case .bytes, .again: continue
      case .end: return (bytes, end > count)
      case .failed(let code): throw SystemError(code: code)
      }
    }
  }

  /// Whether a crash left the last line unfinished.
  private func endsWithoutNewline(_ end: Int) throws(SystemError) -> Bool {
    guard end > 0 else { return false }
    var last: UInt8 = 0
    guard unsafe pread(descriptor, &last, 1, end - 1) == 1 else { throw SystemError(code: errno) }
    return last != UInt8(ascii: "\n")
  }

  /// Waits for the lock, but not for ever: its owner may be stopped.
  private func lock(_ kind: Int32) throws(SystemError) {
    for _ in 0..<100 {
      if flock(descriptor, kind | LOCK_NB) == 0 { return }
      if errno != EWOULDBLOCK && errno != EINTR { throw SystemError(code: errno) }
      usleep(10_000)
    }
    throw SystemError(code: EWOULDBLOCK)
  }
}
