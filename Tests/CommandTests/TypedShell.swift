import Glibc
import TestSupport

/// The shell on a terminal of its own.
final class TypedShell {
  private let process: pid_t
  private let keyboard: Int32
  private(set) var output = ""
  /// How many bytes of the output were waited for already.
  private var seen = 0
  private var isGone = false

  /// The window has 80 columns and 24 rows.
  init(
    _ folder: TemporaryFolder, environment: [String] = [],
    arguments: [String] = ["--no-init", "-q"]
  )
    throws
  {
    var (keyboard, user): (Int32, Int32) = (-1, -1)
    guard unsafe openpty(&keyboard, &user, nil, nil, nil) == 0 else {
      throw FileProblem("a terminal", "open")
    }
    self.keyboard = keyboard
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(keyboard, UInt(TIOCSWINSZ), &size)
    let usual = [
      "XDG_STATE_HOME=\(folder.path("state"))", "XDG_CONFIG_HOME=\(folder.path("config"))",
      "TMPDIR=\(folder.path)", "EDITRC=/dev/null", "TERM=xterm", "PAGER=",
    ]
    // Of two values of one name a shell takes the last.
    let given = environment.map { $0.prefix { $0 != "=" } + "=" }
    process = try Program().start(
      arguments, in: folder.path, terminal: user,
      environment: usual.filter { line in !given.contains { line.hasPrefix($0) } } + environment)
    close(user)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(keyboard, bytes, bytes.count)
  }

  /// Takes what is shown until there are so many bytes, or nothing comes any more.
  func read(until count: Int, milliseconds: Int32) {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while output.utf8.count < count {
      var waiting = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, output.contains("count") ? 300 : milliseconds) > 0 else {
        return
      }
      let taken = unsafe Glibc.read(keyboard, &bytes, bytes.count)
      guard taken > 0 else { return }
      output += String(decoding: bytes[..<taken], as: UTF8.self)
    }
  }

  /// Types when the shell takes the keys itself: before, the terminal would show them.
  func press(_ keys: String) {
    for _ in 0..<3_000 {
      var modes = termios()
      _ = unsafe tcgetattr(keyboard, &modes)
      if modes.c_lflag & tcflag_t(ICANON) == 0 { break }
      usleep(5_000)
    }
    type(keys)
  }

  /// Ctrl-C, as the terminal of a user sends it.
  func interrupt() { _ = Glibc.kill(process, SIGINT) }

  /// Waits until this was shown since the last such wait; false where it does not come.
  @discardableResult
  func wait(for text: String) -> Bool {
    while true {
      let rest = Array(output.utf8.dropFirst(seen))
      let wanted = Array(text.utf8)
      if rest.count >= wanted.count,
        let place = (0...(rest.count - wanted.count)).first(where: {
          rest[$0..<($0 + wanted.count)].elementsEqual(wanted)
        })
      {
        seen += place + wanted.count
        return true
      }
      guard takeOutput(milliseconds: 15_000) else { return false }
    }
  }

  /// Takes what is shown next; false where nothing comes.
  func takeOutput(milliseconds: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var waiting = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return false }
    let taken = unsafe Glibc.read(keyboard, &bytes, bytes.count)
    guard taken > 0 else { return false }
    output += String(decoding: bytes[..<taken], as: UTF8.self)
    return true
  }

  /// Types a line and waits for the next prompt.
  func enter(_ line: String, prompt: String = "> ") -> Bool {
    press(line + "\r")
    return wait(for: "\r\n") && wait(for: prompt)
  }

  /// What was shown without its escape sequences.
  var plainOutput: String {
    var plain = ""
    var rest = output.unicodeScalars[...]
    while let first = rest.popFirst() {
      guard first == "\u{1B}" else {
        plain.unicodeScalars.append(first)
        continue
      }
      guard rest.popFirst() == "[" else { continue }
      while let next = rest.popFirst(), !next.properties.isAlphabetic, next != "~" {}
    }
    return plain
  }

  /// What stands on the screen at the moment of death counts as seen.
  func kill() {
    _ = Glibc.kill(process, SIGKILL)
    var status: Int32 = 0
    _ = unsafe waitpid(process, &status, 0)
    isGone = true
    var bytes = [UInt8](repeating: 0, count: 65_536)
    _ = fcntl(keyboard, F_SETFL, O_NONBLOCK)
    while true {
      let taken = unsafe Glibc.read(keyboard, &bytes, bytes.count)
      guard taken > 0 else { break }
      output += String(decoding: bytes[..<taken], as: UTF8.self)
    }
  }

  deinit {
    if !isGone { kill() }
    close(keyboard)
  }
}
