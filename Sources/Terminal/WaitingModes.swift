import CLineEdit
import Glibc

/// What the terminal does with keys while a command runs and nobody reads them: they are kept as they
/// come, a paste with its marks and its line ends, and are not shown in the middle of an answer. Ctrl-C
/// stays a signal.
struct WaitingModes {
  private let descriptor: Int32
  private var usual = termios()
  private let isKnown: Bool
  private var isWaiting = false

  /// Takes down the modes that the terminal has now as its usual ones.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    isKnown = unsafe tcgetattr(descriptor, &usual) == 0
  }

  mutating func wait() {
    guard isKnown else { return }
    var waiting = usual
    waiting.c_lflag &= ~tcflag_t(ICANON | ECHO)
    waiting.c_iflag &= ~tcflag_t(ICRNL | INLCR)
    unsafe tcsetattr(descriptor, TCSANOW, &waiting)
    isWaiting = true
    unsafe signals_restore_at_exit(descriptor, &usual)
  }

  /// Gives the usual modes back; says whether there was something to give back.
  mutating func restore() -> Bool {
    guard isWaiting else { return false }
    isWaiting = false
    unsafe signals_restore_at_exit(-1, &usual)
    unsafe tcsetattr(descriptor, TCSANOW, &usual)
    return true
  }
}
