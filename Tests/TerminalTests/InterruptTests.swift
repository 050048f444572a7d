import Glibc
import Terminal
import Testing

extension SignalAndTerminalTests {
  @Suite struct InterruptTests {
    init() { prepareProcess() }

    @Test("is requested from a SIGINT until it is cleared")
    func interrupt() {
      #expect(!Interrupt.isRequested)
      kill(getpid(), SIGINT)
      while !Interrupt.isRequested { sched_yield() }
      #expect(!Interrupt.terminationRequested)
      #expect(Interrupt.deliveredSignal == nil)
      Interrupt.clear()
      #expect(!Interrupt.isRequested)
    }

    @Test("ends the reading of a whole input that does not come")
    func interruptsReading() throws {
      let pipe = try Pipe()
      kill(getpid(), SIGINT)
      #expect(throws: ReadFailure.interrupted) { try readAll(from: pipe.reading) }
      Interrupt.clear()
    }

    @Test("stays requested after SIGTERM, and names the signal")
    func termination() async {
      await #expect(processExitsWith: .exitCode(15)) {
        Interrupt.install()
        kill(getpid(), SIGTERM)
        while !Interrupt.terminationRequested { sched_yield() }
        Interrupt.clear()
        exit(Interrupt.isRequested ? Interrupt.deliveredSignal ?? 1 : 1)
      }
    }

    @Test("ends a process that does not listen to SIGTERM")
    func watchdog() async {
      await #expect(processExitsWith: .exitCode(128 + SIGTERM)) {
        Interrupt.install()
        kill(getpid(), SIGTERM)
        while true { sleep(1) }
      }
    }

    @Test("ignores SIGHUP where it was ignored before")
    func noHangup() async {
      await #expect(processExitsWith: .success) {
        signal(SIGHUP, SIG_IGN)
        Interrupt.install()
        kill(getpid(), SIGHUP)
        exit(Interrupt.terminationRequested ? 1 : 0)
      }
    }
  }
}
