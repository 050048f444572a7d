import Glibc
import TestSupport
import Testing

/// No test of the shell can hang, and none leaves a process behind.
@Suite("A program that never answers")
struct HangingTests {
  private let folder: TemporaryFolder
  private let deadline = Deadline()

  init() throws { folder = try TemporaryFolder() }

  /// A child that never reads, and a process that it started, both deaf to what asks them to leave.
  private static let deaf =
    "trap '' HUP TERM INT; echo asleep; sh -c \"trap '' HUP TERM INT; sleep 600\"; "

  @Test("is not waited for for ever, and is gone with the test, with all that it started")
  func endsWithTest() throws {
    var group: pid_t = 0
    do {
      let shell = try TypedShell(folder, before: HangingTests.deaf)
      group = shell.process
      #expect(shell.wait(for: "asleep"))
      #expect(!shell.wait(for: "never", milliseconds: 300))
      #expect(shell.status(milliseconds: 100) == nil)
      // More than a terminal holds, to a program that takes nothing.
      shell.type("x")
      #expect(kill(-group, 0) == 0)
    }
    #expect(isGone(group))
  }

  @Test("is killed at its deadline")
  func meetsDeadline() throws {
    let shell = try TypedShell(folder, before: HangingTests.deaf)
    #expect(shell.wait(for: "asleep"))
    let deadline = Deadline(killing: shell.process, seconds: 0)
    #expect(shell.status() == 128 + SIGKILL)
    withExtendedLifetime(deadline) {}
    #expect(isGone(shell.process))
  }

  @Test("ends the run of the tests where a test holds on, with a word, and its children with it")
  func endsRun() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(Deadline.status),
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      let folder = try TemporaryFolder()
      let shell = try TypedShell(folder, before: HangingTests.deaf)
      shell.wait(for: "asleep")
      let words = "group \(shell.process) of \(folder.path)\n"
      _ = unsafe write(1, words, words.utf8.count)
      let deadline = Deadline(seconds: 1, "a test of tests")
      sleep(30)
      withExtendedLifetime((deadline, shell)) {}
    }
    let words = String(decoding: result.standardOutputContent, as: UTF8.self)
    let errors = String(decoding: result.standardErrorContent, as: UTF8.self)
    #expect(errors.contains("a test of tests did not come to its end"))
    let told = words.split(separator: "\n").first { $0.hasPrefix("group ") }
    let parts = try #require(told).split(separator: " ")
    #expect(isGone(try #require(pid_t(parts[1]))))
    TemporaryFolder.remove(String(parts[3]))
  }

  @Test("is no shell of ours: that one leaves by itself when its terminal is gone")
  func leavesWithTerminal() async throws {
    // The run dies without a chance to end what it started.
    let result = try await #require(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      let folder = try TemporaryFolder()
      let shell = try TypedShell(folder)
      shell.wait(for: "ritorno> ")
      let words = "group \(shell.process) of \(folder.path)\n"
      _ = unsafe write(1, words, words.utf8.count)
      kill(getpid(), SIGKILL)
    }
    let words = String(decoding: result.standardOutputContent, as: UTF8.self)
    let told = words.split(separator: "\n").first { $0.hasPrefix("group ") }
    let parts = try #require(told).split(separator: " ")
    #expect(isGone(try #require(pid_t(parts[1]))))
    TemporaryFolder.remove(String(parts[3]))
  }

  /// Whether no process of a group is left, within some seconds. A dead one whose parent has not looked is
  /// none: the tests of a machine may have no first process that looks.
  private func isGone(_ group: pid_t) -> Bool {
    let end = Deadline.now + 10_000
    while Deadline.now < end {
      if kill(-group, 0) != 0 { return true }
      if isDead(group) { return true }
      usleep(20_000)
    }
    return false
  }

  /// Whether a process is dead and not looked at: state Z.
  private func isDead(_ process: pid_t) -> Bool {
    guard let status = try? readText("/proc/\(process)/stat") else { return true }
    return status.split(separator: ")").last?.hasPrefix(" Z") == true
  }
}
