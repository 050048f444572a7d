import Glibc
import Synchronization

/// A terminal in two ends: the program under test has `user`, the test types at the other.
final class PseudoTerminal: Sendable {
  struct NotAvailable: Error {}

  /// What the person at the keyboard does.
  enum Action: Sendable {
    case type(String)
    /// Types whether the program reads or not.
    case typeAhead(String)
    /// Waits until the program has written this since the last such wait.
    case wait(String)
    case interrupt
    case resize(columns: UInt16, rows: UInt16)
  }

  /// The descriptor of the program's end.
  let user: Int32
  private let keyboard: Int32
  private let shown = Mutex<[UInt8]>([])
  private let isDone = Atomic(false)

  init() throws {
    var ends: (keyboard: Int32, user: Int32) = (-1, -1)
    guard unsafe openpty(&ends.keyboard, &ends.user, nil, nil, nil) == 0 else {
      throw NotAvailable()
    }
    (keyboard, user) = ends
    resize(columns: 80, rows: 24)
  }

  deinit {
    close(user)
    close(keyboard)
  }

  /// All the program has written to the terminal.
  var output: String { shown.withLock { String(decoding: $0, as: UTF8.self) } }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(keyboard, UInt(TIOCSWINSZ), &size)
  }

  /// Runs the program on this thread while another one types. When an awaited text does not come
  /// within 10 s, Ctrl-D and the end of the terminal let the program end instead of the test hang.
  func run<Result>(_ actions: [Action], program: () -> Result) -> Result {
    let thread = startThread { [self] in
      var seen = 0
      for action in actions where !perform(action, seen: &seen) { break }
      while !isDone.load(ordering: .acquiring) { collectOutput() }
    }
    let result = program()
    isDone.store(true, ordering: .releasing)
    pthread_join(thread, nil)
    collectOutput()
    return result
  }

  private func perform(_ action: Action, seen: inout Int) -> Bool {
    switch action {
    case .type(let text):
      waitForEditing()
      let bytes = Array(text.utf8)
      _ = unsafe write(keyboard, bytes, bytes.count)
    case .typeAhead(let text):
      let bytes = Array(text.utf8)
      _ = unsafe write(keyboard, bytes, bytes.count)
    case .wait(let text):
      guard waitFor(text, seen: &seen) else {
        _ = unsafe write(keyboard, "\u{15}\u{4}\u{4}", 3)
        return false
      }
    case .interrupt: kill(getpid(), SIGINT)
    case .resize(let columns, let rows):
      resize(columns: columns, rows: rows)
      kill(getpid(), SIGWINCH)
    }
    return true
  }

  private func waitFor(_ text: String, seen: inout Int) -> Bool {
    let wanted = Array(text.utf8)
    for _ in 0..<2_000 {
      collectOutput()
      let found = shown.withLock { bytes -> Int? in
        guard bytes.count >= seen + wanted.count else { return nil }
        return (seen...(bytes.count - wanted.count))
          .first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
      }
      if let found {
        seen = found + wanted.count
        return true
      }
    }
    return false
  }

  /// Keys that come before the program edits would be taken by the terminal itself.
  private func waitForEditing() {
    for _ in 0..<2_000 {
      var modes = termios()
      _ = unsafe tcgetattr(keyboard, &modes)
      if modes.c_lflag & tcflag_t(ICANON) == 0 { return }
      collectOutput()
    }
  }

  /// Waits up to 5 ms for output.
  private func collectOutput() {
    var wait = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&wait, 1, 5) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe read(keyboard, &bytes, bytes.count)
    shown.withLock { $0 += bytes.prefix(max(0, count)) }
  }
}

/// Runs a body on a thread of its own: one that blocks must not take a thread of the tests' pool.
private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  let box = unsafe Unmanaged.passRetained(Body(run: body)).toOpaque()
  var thread = pthread_t()
  _ = unsafe pthread_create(
    &thread, nil,
    { context in
      if let context = unsafe context {
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }
      return nil
    }, box)
  return thread
}

private final class Body: Sendable {
  let run: @Sendable () -> Void

  init(run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}
