import Glibc
import Synchronization
import TestSupport

/// A terminal in two ends: the program under test, on a thread of this process, has `user`; the test
/// types at the other.
final class PseudoTerminal: Sendable {
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

  private let ends: TerminalEnds
  private let shown = Mutex<[UInt8]>([])
  private let isDone = Atomic(false)

  /// How long an awaited text may take, and how long the program may go on after the last action.
  private static let patience = 10_000

  init() throws { ends = try TerminalEnds() }

  deinit {
    close(ends.user)
    close(ends.keyboard)
  }

  /// The descriptor of the program's end.
  var user: Int32 { ends.user }

  /// All the program has written to the terminal.
  var output: String { shown.withLock { String(decoding: $0, as: UTF8.self) } }

  /// What stands on it now.
  var screen: TerminalScreen { TerminalScreen(output) }

  func resize(columns: UInt16, rows: UInt16) { ends.resize(columns: columns, rows: rows) }

  /// Runs the program on this thread while another one types. Where an awaited text does not come, or the
  /// program still reads long after the last action, it gets Ctrl-D until it has ended: so a test that
  /// fails does not hang. A program that does not even listen to that ends the run of the tests.
  func run<Result>(_ actions: [Action], program: () -> Result) -> Result {
    let deadline = Deadline(seconds: 300, "a program on a terminal")
    let thread = startThread { [self] in
      var seen = 0
      for action in actions where !perform(action, seen: &seen) { break }
      var end = Deadline.now + PseudoTerminal.patience
      while !isDone.load(ordering: .acquiring) {
        collect(ends.take(milliseconds: 5))
        guard Deadline.now > end else { continue }
        leave()
        end = Deadline.now + 100
      }
    }
    let result = program()
    isDone.store(true, ordering: .releasing)
    pthread_join(thread, nil)
    collect(ends.take(milliseconds: 5))
    return withExtendedLifetime(deadline) { result }
  }

  private func perform(_ action: Action, seen: inout Int) -> Bool {
    switch action {
    case .type(let text):
      ends.waitForEditing(milliseconds: PseudoTerminal.patience, shown: collect)
      return ends.type(text, milliseconds: PseudoTerminal.patience, shown: collect)
    case .typeAhead(let text):
      return ends.type(text, milliseconds: PseudoTerminal.patience, shown: collect)
    case .wait(let text):
      guard waitFor(text, seen: &seen) else {
        leave()
        return false
      }
    case .interrupt: kill(getpid(), SIGINT)
    case .resize(let columns, let rows):
      resize(columns: columns, rows: rows)
      kill(getpid(), SIGWINCH)
    }
    return true
  }

  /// Drops the line and ends the input, for one reader.
  private func leave() {
    ends.type("\u{7}\u{15}\u{B}\u{4}\n", milliseconds: 200, shown: collect)
  }

  private func waitFor(_ text: String, seen: inout Int) -> Bool {
    let end = Deadline.now + PseudoTerminal.patience
    while Deadline.now < end {
      if let found = shown.withLock({ endOf(text, in: $0, from: seen) }) {
        seen = found
        return true
      }
      collect(ends.take(milliseconds: 5))
    }
    return false
  }

  private func collect(_ bytes: ArraySlice<UInt8>) { shown.withLock { $0 += bytes } }
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
