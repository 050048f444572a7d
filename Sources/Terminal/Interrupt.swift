import CLineEdit

/// What signals ask of this process, as flags to be polled.
///
/// SIGINT asks to stop the running command, SIGTERM and SIGHUP to leave. Whoever computes polls
/// `isRequested`, best once every 64 K rows: it is one relaxed atomic load. A closed pipe (SIGPIPE)
/// never ends the process, so that a pager that quits cannot take the session along; writing to it
/// returns `WriteResult.closed`, and batch ends silently on that.
package enum Interrupt {
  /// Starts to catch the signals, once a process; later calls do nothing.
  ///
  /// From then on the process ends at the latest 2 s after SIGTERM or SIGHUP, with status
  /// 128 + the signal, even if nothing polls. SIGHUP stays ignored under `nohup`.
  package static func install() {
    signals_install()
  }

  /// Whether the running work should stop: Ctrl-C was pressed, or the process should leave.
  package static var isRequested: Bool {
    signals_any(SIGNALS_INTERRUPT.rawValue | SIGNALS_TERMINATE.rawValue)
  }

  /// Whether SIGTERM or SIGHUP came. It stays true: no later call clears it.
  package static var terminationRequested: Bool {
    signals_any(SIGNALS_TERMINATE.rawValue)
  }

  /// The signal that asked the process to leave (SIGTERM or SIGHUP), once one came.
  package static var deliveredSignal: Int32? {
    let number = signals_terminating_signal()
    return number == 0 ? nil : number
  }

  /// Forgets a Ctrl-C. Call it before each command, so that a late one does not cancel the next.
  package static func clear() {
    _ = take(SIGNALS_INTERRUPT)
  }

  /// Whether any flag is set, of a request or of a change of the window.
  static var isPending: Bool {
    signals_any(UInt32.max)
  }

  /// Forgets changes that only matter to who edits a line: of the window, or a stop.
  static func forgetChanges() {
    _ = signals_take(
      SIGNALS_WINDOW.rawValue | SIGNALS_STOP.rawValue | SIGNALS_CONTINUE.rawValue)
  }

  /// Clears one flag and says whether it was set.
  static func take(_ flag: SignalFlag) -> Bool {
    signals_take(flag.rawValue) != 0
  }
}
