import Glibc
import TestSupport
import Testing

/// What has gone wrong with shells on libedit before, each in a test that fails without its cure.
@Suite("A shell among traps")
struct ShellTrapTests {
  private let folder: TemporaryFolder
  private let deadline = Deadline()

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "keeps accents and wide letters, whatever the locale",
    arguments: ["C", "POSIX", "it_IT.ISO-8859-1", "no_SUCH.locale", ""])
  func keepsAccents(locale: String) throws {
    let shell = try TypedShell(folder, environment: ["LC_ALL=\(locale)"])
    _ = shell.enter("# perch\u{E9} citt\u{E0} 漢字")
    shell.press(".history citt\u{E0}\r")
    #expect(shell.wait(for: "  # perch\u{E9} citt\u{E0} 漢字\r\n"))
  }

  @Test("lets nobody else feel the signals that it gets")
  func leavesGroupAlone() throws {
    // libedit would send on to its whole group what it gets itself.
    let sibling =
      "sh -c 'trap \"echo FELT\" WINCH INT; echo READY; sleep 60 & wait; wait; wait' & "
    let shell = try TypedShell(folder, before: sibling)
    #expect(
      shell.waitForScreen { $0.text.contains("READY") && $0.text.contains("ritorno>") })
    shell.press("help dates")
    #expect(shell.wait(for: "dates"))
    shell.resize(columns: 100, rows: 30)
    #expect(shell.wait(for: "dates"))
    shell.interrupt()
    #expect(shell.wait(for: "^C"))
    #expect(shell.enter("help dates"))
    #expect(!shell.wait(for: "FELT", milliseconds: 300))
    #expect(!shell.output.contains("FELT"))
  }

  @Test(
    "ends a line of -c on Ctrl-C with 130, and a shell that is to leave with the terminal as it was"
  )
  func endsOnSignals() throws {
    let batch = try TypedShell(
      folder, arguments: ["--no-init", "-c", "load sample gym with size = 200000"])
    #expect(batch.wait(for: "Ctrl-C stops"))
    batch.interrupt()
    #expect(batch.status() == 130)
    let shell = try TypedShell(folder)
    shell.press("help da")
    #expect(shell.wait(for: "help da"))
    shell.send(SIGTERM)
    #expect(shell.status() != nil)
    #expect(shell.output.contains("\u{1B}[?2004l"))
    #expect(!shell.isEditing)
  }

  @Test("drops the line on Ctrl-C, gives a hint on an empty one, and never leaves on it")
  func interruptsWhileTyping() throws {
    let shell = try TypedShell(folder)
    shell.press("churn by")
    #expect(shell.wait(for: "by"))
    shell.interrupt()
    #expect(shell.wait(for: "^C") && shell.wait(for: "ritorno> "))
    shell.interrupt()
    #expect(shell.wait(for: "Ctrl-D or quit ends the session"))
    #expect(shell.enter("help dates"))
  }

  @Test("stops on Ctrl-Z with the terminal as it was, and goes on with the line")
  func stops() throws {
    let shell = try TypedShell(folder)
    shell.press("help da")
    #expect(shell.wait(for: "help da"))
    shell.send(SIGTSTP)
    #expect(shell.isStopped())
    #expect(!shell.isEditing)
    #expect(shell.wait(for: "\u{1B}[?2004l"))
    shell.send(SIGCONT)
    #expect(shell.wait(for: "\u{1B}[?2004h"))
    #expect(shell.isEditing)
    shell.press("tes\r")
    #expect(shell.wait(for: "written year first"))
  }

  @Test("offers what a session left that ended without saving, and runs it again")
  func recovers() throws {
    try folder.write("member,start\nm1,2023-01-01\nm2,2023-02-01\n", to: "gym.csv")
    let shell = try TypedShell(folder)
    _ = shell.enter("load gym.csv")
    _ = shell.enter("t = take 1")
    shell.press("\u{4}")
    #expect(shell.status() == 0)
    let next = try TypedShell(folder, arguments: ["--no-init"])
    #expect(next.wait(for: "an unsaved session of 2 lines ended: .recover"))
    next.press(".recover\r")
    #expect(next.wait(for: "> t = take 1") && next.wait(for: "t: 1 row"))
    // Saved, it is offered no more.
    next.press(".save kept.md\r")
    #expect(next.wait(for: "saved kept.md"))
    next.press("\u{4}")
    #expect(next.status() == 0)
    let last = try TypedShell(folder, arguments: ["--no-init"])
    #expect(last.wait(for: "ritorno> "))
    #expect(!last.output.contains(".recover"))
  }

  @Test("lets two sessions run side by side, each with its journal, and loses no line of either")
  func runsTwice() throws {
    try folder.write("member,start\nm1,2023-01-01\nm2,2023-02-01\n", to: "gym.csv")
    let (one, two) = (try TypedShell(folder), try TypedShell(folder))
    for shell in [one, two] { _ = shell.enter("load gym.csv") }
    _ = one.enter("one = take 1")
    _ = two.enter("two = take 2")
    _ = one.enter("first = take 1")
    one.kill()
    two.kill()
    let history = try readText(folder.path("state/ritorno/history"))
    for line in ["load gym.csv", "one = take 1", "two = take 2", "first = take 1"] {
      #expect(history.contains(line + "\n"))
    }
    let next = try TypedShell(folder, arguments: ["--no-init"])
    #expect(next.wait(for: "an unsaved session of 3 lines ended"))
    next.press(".recover drop\r")
    next.press("\u{4}")
    #expect(next.status() == 0)
    let last = try TypedShell(folder, arguments: ["--no-init"])
    #expect(last.wait(for: "an unsaved session of 2 lines ended"))
  }

  @Test("reads the init file, says which line of it fails, and does not with --no-init")
  func readsInit() throws {
    try folder.write("set rows = 7\nset no_such = 1\n", to: "config/ritorno/init")
    let shell = try TypedShell(folder, arguments: ["-q"])
    #expect(shell.wait(for: "no_such") && shell.wait(for: "ritorno> "))
    shell.press("set\r")
    #expect(shell.wait(for: "rows"))
    #expect(shell.waitForScreen { $0.text.contains("7") })
    let plain = try TypedShell(folder)
    #expect(plain.wait(for: "ritorno> "))
    #expect(!plain.output.contains("no_such"))
  }

  @Test("tells of long work, wipes that out again, and says nothing of it in a pipe")
  func tellsProgress() throws {
    let shell = try TypedShell(folder)
    shell.press("load sample gym with size = 200000\r")
    #expect(shell.wait(for: "Ctrl-C stops") || shell.output.contains("200,000"))
    shell.interrupt()
    #expect(shell.wait(for: "cancelled"))
    #expect(!shell.screen.text.contains("Ctrl-C stops"))
  }

  @Test("lets no value, name or file drive the terminal, in a table, a prompt, a list or a picture")
  func showsControlCharacters() throws {
    let bad = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m"
    let rows = (1...3).map { "m\($0),2023-01-0\($0),x\(bad)\($0)\n" }.joined()
    try folder.write("member,start,pl\(bad)an\n" + rows, to: "gym.csv")
    try folder.write("member\nm1\n", to: "gy\(bad)m.csv")
    let shell = try TypedShell(folder)
    #expect(shell.enter("load gym.csv", prompt: "gym 3> "))
    for line in ["take 3", "columns", "describe", "group by 3", "count | plot"] {
      #expect(shell.enter(line))
    }
    for start in ["group by ", "filter member == \"", "group by `pl"] {
      shell.press(start + "\t")
      _ = shell.takeOutput(milliseconds: 200)
      shell.press("\t\u{15}")
      _ = shell.takeOutput(milliseconds: 200)
    }
    shell.press("load \"gy\t\t")
    _ = shell.takeOutput(milliseconds: 200)
    for code in ["\u{1B}]", "\u{7}\u{1B}[2J", "\u{1B}[2J", "\u{9B}"] {
      #expect(!shell.output.contains(code), "\(code.debugDescription)")
    }
  }

  @Test("writes no colour with NO_COLOR, in a table, a picture, an error or a line being typed")
  func writesNoColor() throws {
    try folder.write(
      "member,start,end\nm1,2023-01-01,2023-05-01\nm2,2022-02-01,\n", to: "gym.csv")
    let shell = try TypedShell(folder, environment: ["NO_COLOR=1"])
    for line in ["load gym.csv", "churn by month", "| plot", "churn by moth", ".theme projector"] {
      // Colours come when the next key is awaited.
      shell.press(line)
      #expect(shell.wait(for: String(line.suffix(3))))
      _ = shell.takeOutput(milliseconds: 50)
      #expect(shell.enter(""))
    }
    let colors = shell.output.split(separator: "\u{1B}[").dropFirst().filter {
      $0.first { !$0.isNumber && $0 != ";" } == "m"
    }
    #expect(colors.isEmpty)
  }
}
