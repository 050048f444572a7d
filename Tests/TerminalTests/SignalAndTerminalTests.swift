import Glibc
import Terminal
import Testing

/// Everything that signals and the terminal of a process concern, one test at a time.
@Suite(.serialized) struct SignalAndTerminalTests {}

/// Catches the signals and makes the tests independent of the terminal and the `.editrc` of whoever
/// runs them.
func prepareProcess() {
  unsafe setenv("TERM", "xterm", 1)
  unsafe setenv("EDITRC", "/dev/null", 1)
  Interrupt.install()
  Interrupt.clear()
}
