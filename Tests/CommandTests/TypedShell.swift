import Glibc
import TestSupport

/// The shell on a terminal of its own.
final class TypedShell {
  let process: pid_t
  private let ends: TerminalEnds
  private let deadline: Deadline
  /// All bytes that were shown.
  private var shown: [UInt8] = []
  /// How many of them were waited for already.
  private var seen = 0
  private var isGone = false

  /// The longest that anything may take, on a machine with other work too.
  private static let patience = 30_000

  /// The window has 80 columns and 24 rows. `before` is a command that starts with the shell.
  init(
    _ folder: TemporaryFolder, environment: [String] = [],
    arguments: [String] = ["--no-init", "-q"], before: String? = nil
  ) throws {
    let ends = try TerminalEnds()
    self.ends = ends
    defer { close(ends.user) }
    let usual = [
      "XDG_STATE_HOME=\(folder.path("state"))", "XDG_CONFIG_HOME=\(folder.path("config"))",
      "TMPDIR=\(folder.path)", "EDITRC=/dev/null", "TERM=xterm", "PAGER=",
    ]
    // Of two values of one name a shell takes the last.
    let given = environment.map { $0.prefix { $0 != "=" } + "=" }
    process = try Program().start(
      arguments, in: folder.path, terminal: ends.user,
      environment: usual.filter { line in !given.contains { line.hasPrefix($0) } } + environment,
      before: before)
    deadline = Deadline(killing: process, seconds: 240)
  }

  deinit {
    if !isGone { kill() }
    close(ends.keyboard)
  }

  /// All that was shown.
  var output: String { String(decoding: shown, as: UTF8.self) }

  /// What stands on the screen.
  var screen: TerminalScreen { TerminalScreen(output) }

  func type(_ text: String) { ends.type(text) { shown += $0 } }

  /// Types when the shell takes the keys itself.
  func press(_ keys: String) {
    ends.waitForEditing { shown += $0 }
    type(keys)
  }

  /// Ctrl-C, as the terminal of a user sends it.
  func interrupt() { send(SIGINT) }

  func send(_ signal: Int32) { _ = Glibc.kill(process, signal) }

  func resize(columns: UInt16, rows: UInt16) {
    ends.resize(columns: columns, rows: rows)
    send(SIGWINCH)
  }

  var isEditing: Bool { ends.isEditing }

  /// Takes what is shown until there are so many bytes, or nothing comes any more.
  func read(until count: Int, milliseconds: Int32) {
    while shown.count < count {
      let bytes = ends.take(milliseconds: output.contains("count") ? 300 : milliseconds)
      guard !bytes.isEmpty else { return }
      shown += bytes
    }
  }

  /// Waits until this was shown since the last such wait; false where it does not come.
  @discardableResult
  func wait(for text: String, milliseconds: Int = TypedShell.patience) -> Bool {
    let end = Deadline.now + milliseconds
    while true {
      if let found = endOf(text, in: shown, from: seen) {
        seen = found
        return true
      }
      guard Deadline.now < end else { return false }
      shown += ends.take(milliseconds: 50)
    }
  }

  /// Waits until the screen is so; false where it does not become so.
  func waitForScreen(
    milliseconds: Int = TypedShell.patience, _ isSo: (TerminalScreen) -> Bool
  ) -> Bool {
    let end = Deadline.now + milliseconds
    while !isSo(screen) {
      guard Deadline.now < end else { return false }
      shown += ends.take(milliseconds: 50)
    }
    return true
  }

  /// Takes what is shown next; false where nothing comes.
  func takeOutput(milliseconds: Int32) -> Bool {
    let bytes = ends.take(milliseconds: milliseconds)
    shown += bytes
    return !bytes.isEmpty
  }

  /// Types a line and waits for the next prompt.
  func enter(_ line: String, prompt: String = "> ") -> Bool {
    press(line + "\r")
    return wait(for: "\r\n") && wait(for: prompt)
  }

  /// The status that the shell ends with; nil where it does not end.
  func status(milliseconds: Int = TypedShell.patience) -> Int32? {
    let end = Deadline.now + milliseconds
    while Deadline.now < end {
      var status: Int32 = 0
      if unsafe waitpid(process, &status, WNOHANG) == process {
        isGone = true
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
      }
      _ = takeOutput(milliseconds: 10)
    }
    return nil
  }

  /// Whether a signal stops the shell, as Ctrl-Z does.
  func isStopped(milliseconds: Int = TypedShell.patience) -> Bool {
    let end = Deadline.now + milliseconds
    while Deadline.now < end {
      var status: Int32 = 0
      if unsafe waitpid(process, &status, WNOHANG | WUNTRACED) == process {
        return status & 0xFF == 0x7F
      }
      _ = takeOutput(milliseconds: 10)
    }
    return false
  }

  /// What stands on the screen at the moment of death counts as seen.
  func kill() {
    killGroup(process)
    var status: Int32 = 0
    _ = unsafe waitpid(process, &status, 0)
    isGone = true
    while takeOutput(milliseconds: 0) {}
  }
}
