import Glibc

/// A terminal in two ends. Neither is handed on to a program that is started: a shell that held the
/// keyboard of its own terminal would never see that its user is gone.
package struct TerminalEnds {
  /// Where a person types and reads. Nothing blocks there.
  package let keyboard: Int32
  /// Where the program has its terminal.
  package let user: Int32

  package init(columns: UInt16 = 80, rows: UInt16 = 24) throws(FileProblem) {
    let keyboard = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (number, isLocked): (UInt32, Int32) = (0, 0)
    guard keyboard >= 0, unsafe ioctl(keyboard, TerminalEnds.lock, &isLocked) == 0,
      unsafe ioctl(keyboard, TerminalEnds.numberOfUser, &number) == 0
    else { throw FileProblem("a terminal", "open") }
    let user = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard user >= 0 else { throw FileProblem("a terminal", "open") }
    _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
    self.keyboard = keyboard
    self.user = user
    resize(columns: columns, rows: rows)
  }

  /// TIOCSPTLCK and TIOCGPTN, macros that Swift does not see.
  private static let lock: UInt = 0x4004_5431
  private static let numberOfUser: UInt = 0x8004_5430

  package func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(keyboard, UInt(TIOCSWINSZ), &size)
  }

  /// Types, as fast as the other end takes it; false where it does not within so many milliseconds.
  /// What the program writes meanwhile goes to `shown`: a terminal that nobody reads stops the program.
  @discardableResult
  package func type(
    _ text: String, milliseconds: Int = 20_000, shown: (ArraySlice<UInt8>) -> Void
  ) -> Bool {
    var rest = Array(text.utf8)[...]
    let end = Deadline.now + milliseconds
    while !rest.isEmpty {
      guard Deadline.now < end else { return false }
      var wait = pollfd(fd: keyboard, events: Int16(POLLIN | POLLOUT), revents: 0)
      _ = unsafe poll(&wait, 1, 100)
      if wait.revents & Int16(POLLIN) != 0 { shown(take(milliseconds: 0)) }
      guard wait.revents & Int16(POLLOUT) != 0 else { continue }
      let count = unsafe rest.withUnsafeBytes { unsafe write(keyboard, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) }
    }
    return true
  }

  /// What the program writes within so many milliseconds; nothing where that is all.
  package func take(milliseconds: Int32) -> ArraySlice<UInt8> {
    var wait = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&wait, 1, milliseconds) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe read(keyboard, &bytes, bytes.count)
    return bytes[..<max(0, count)]
  }

  /// Whether a program takes the keys itself: before, the terminal would show them and give them out by
  /// lines.
  package var isEditing: Bool {
    var modes = termios()
    _ = unsafe tcgetattr(keyboard, &modes)
    return modes.c_lflag & tcflag_t(ICANON) == 0
  }

  /// Waits up to so many milliseconds until a program takes the keys itself.
  package func waitForEditing(
    milliseconds: Int = 20_000, shown: (ArraySlice<UInt8>) -> Void
  ) {
    let end = Deadline.now + milliseconds
    while !isEditing, Deadline.now < end { shown(take(milliseconds: 5)) }
  }
}

/// Where a wanted text ends in bytes, from a place on; nil where it is not there.
package func endOf(_ text: String, in bytes: [UInt8], from place: Int) -> Int? {
  let wanted = Array(text.utf8)
  guard bytes.count >= place + wanted.count else { return nil }
  return (place...(bytes.count - wanted.count))
    .first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    .map { $0 + wanted.count }
}
