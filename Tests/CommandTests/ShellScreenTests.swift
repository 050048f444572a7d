import Glibc
import TestSupport
import Testing

/// The shell as someone at a terminal of 80 columns and 24 rows sees it.
@Suite("The shell on a terminal")
struct ShellScreenTests {
  private let folder: TemporaryFolder
  private let deadline = Deadline()

  init() throws { folder = try TemporaryFolder() }

  /// A file of members, one a day.
  private func writeMembers(_ count: Int) throws {
    let rows = (0..<count).map {
      "m\($0),20\(10 + $0 / 336 % 10)-\(1 + $0 / 28 % 12)-\(1 + $0 % 28)\n"
    }
    try folder.write("member,start\n" + rows.joined(), to: "gym.csv")
  }

  @Test("never asks the terminal anything: it starts where nobody answers")
  func asksNothing() throws {
    let shell = try TypedShell(folder, arguments: ["--no-init"])
    #expect(shell.wait(for: "ritorno> "))
    let queries = [
      "\u{1B}[c", "\u{1B}[>c", "\u{1B}[6n", "\u{1B}[5n", "\u{1B}]1", "\u{1B}P", "\u{1B}[?u",
    ]
    for query in queries { #expect(!shell.output.contains(query)) }
  }

  @Test("shows the dataset and its size in the prompt")
  func prompts() throws {
    try writeMembers(1_234)
    let shell = try TypedShell(folder)
    #expect(shell.enter("load gym.csv", prompt: "gym 1,234> "))
  }

  @Test("colours what is typed and leaves the line as it is; without colours writes none")
  func colors() throws {
    let bold = "\u{1B}[1mhelp\u{1B}[0m"
    let shell = try TypedShell(folder)
    shell.press("help dates")
    #expect(shell.wait(for: bold))
    shell.press("\r")
    #expect(shell.wait(for: "written year first"))
    let plain = try TypedShell(folder, environment: ["NO_COLOR=1"])
    #expect(plain.enter("help dates"))
    #expect(!plain.output.contains("\u{1B}[1m") && !plain.output.contains("\u{1B}[2m"))
  }

  @Test("leads through the tour by doing, each line offered and taken with the right arrow")
  func tours() throws {
    let shell = try TypedShell(folder, environment: ["PAGER="])
    shell.press(".tour\r")
    #expect(shell.wait(for: "Tour, 1 of"))
    // Offered dim behind an empty line.
    #expect(shell.wait(for: "\u{1B}[2mload sample gym"))
    shell.press("\u{1B}[C\r")
    #expect(shell.wait(for: "Tour, 2 of"))
    // Another line is answered, and the tour waits.
    shell.press("help dates\r")
    #expect(shell.wait(for: "written year first"))
    shell.press("CHURN  by year\r")
    #expect(shell.wait(for: "Tour, 3 of"))
    shell.press(".tour stop\r")
    #expect(shell.wait(for: "the tour is over"))
  }

  @Test("begins anew with .reset, after asking once, and leaves nothing to recover")
  func resets() throws {
    try writeMembers(3)
    let shell = try TypedShell(folder)
    _ = shell.enter("load gym.csv")
    shell.press(".reset\r")
    #expect(shell.wait(for: ".reset once more drops it"))
    shell.press(".reset\r")
    #expect(shell.wait(for: "begun anew"))
    #expect(shell.wait(for: "ritorno> "))
    shell.kill()
    let next = try TypedShell(folder, arguments: ["--no-init"])
    #expect(next.wait(for: "ritorno> "))
    #expect(!next.output.contains(".recover"))
  }

  @Test("shows what is longer than the screen in the pager, and not once that is off")
  func pages() throws {
    let shell = try TypedShell(folder, environment: ["PAGER=wc -l > paged.txt; echo PAGED"])
    shell.press("help\r")
    #expect(shell.wait(for: "PAGED"))
    #expect((try readText(folder.path("paged.txt"))).contains(where: \.isNumber))
    #expect(!shell.output.contains("Verbs, joined by"))
    shell.press(".pager off\rhelp\r")
    #expect(shell.wait(for: "Verbs, joined by"))
  }

  @Test("changes a cell in the editor and runs it, and writes a new block there")
  func edits() throws {
    try writeMembers(5)
    try folder.write("#!/bin/sh\nsed -i 's/take 2/take 4/' \"$1\"\n", to: "change")
    try folder.write("#!/bin/sh\nprintf 'a = take 1\\nb = take 2\\n' > \"$1\"\n", to: "write")
    let shell = try TypedShell(folder, environment: ["EDITOR=sh ./change"])
    _ = shell.enter("load gym.csv")
    _ = shell.enter("t = take 2")
    shell.press(".edit c2\r")
    #expect(shell.wait(for: "t: 4 rows"))
    let other = try TypedShell(folder, environment: ["EDITOR=sh ./write"])
    _ = other.enter("load gym.csv")
    other.press(".edit\r")
    #expect(other.wait(for: "a: 1 row") && other.wait(for: "b: 2 rows"))
    other.press(".history take\r")
    #expect(other.wait(for: "b = take 2"))
  }

  @Test("completes no further than what all values share, also where not all are looked at")
  func completesMany() throws {
    // The first 200 that fit begin alike; a later one does not.
    let codes = (0..<250).map { "a1\(100 + $0)" } + ["a2"]
    let rows = codes.enumerated().map { "m\($0),2023-01-01,\($1)\n" }
    try folder.write("member,start,code\n" + rows.joined(), to: "gym.csv")
    let shell = try TypedShell(folder)
    _ = shell.enter("load gym.csv")
    shell.press("filter code == \"a\t")
    #expect(shell.wait(for: "... and more: type on"))
    #expect(shell.waitForScreen { $0.text.hasSuffix("gym 251> filter code == \"a") })
    // Of few all are known.
    shell.press("\u{15}filter code == \"a134\t")
    #expect(shell.wait(for: "\"a1349\""))
    #expect(!shell.wait(for: "type on", milliseconds: 200))
  }

  @Test("takes back what .edit and .drop did, and after that the last cell, also in the journal")
  func undoes() throws {
    try writeMembers(5)
    let shell = try TypedShell(folder)
    for line in ["load gym.csv", "t = take 2", "u = t | take 1"] { _ = shell.enter(line) }
    shell.press(".edit c2 t = take 3\r")
    #expect(shell.wait(for: "c2 changed, 1 cell ran again"))
    shell.press(".undo\r")
    #expect(shell.wait(for: "c2 is as it was"))
    shell.press("t | count\r")
    #expect(shell.wait(for: "2") && shell.wait(for: "> "))
    shell.press(".drop c3\r")
    #expect(shell.wait(for: "c3 dropped"))
    shell.press(".cells\r.undo\r")
    #expect(shell.wait(for: "c3 is as it was"))
    shell.press(".undo\r")
    #expect(shell.wait(for: "c4 taken back"))
    shell.press("\u{4}")
    #expect(shell.status() == 0)
    let next = try TypedShell(folder, arguments: ["--no-init"])
    #expect(next.wait(for: "an unsaved session of 3 lines ended"))
    next.press(".recover\r")
    #expect(next.wait(for: "> t = take 2") && next.wait(for: "> u = t | take 1"))
  }

  @Test("keeps what was set for the next session, and forgets it on request")
  func keeps() throws {
    let shell = try TypedShell(folder, arguments: ["-q"])
    for line in ["set rows = 7", "set decimal = \",\"", ".timer on", ".theme projector"] {
      _ = shell.enter(line)
    }
    shell.press(".keep\r")
    #expect(shell.wait(for: "kept for later sessions"))
    #expect(
      try readText(folder.path("config/ritorno/settings"))
        == "set decimal = \",\"\nset rows = 7\n.theme projector\n.timer on\n")
    // What was typed is kept, so there is nothing to recover of this session.
    shell.press(".reset\r.reset\r")
    #expect(shell.wait(for: "begun anew"))
    shell.press("\u{4}")
    while shell.takeOutput(milliseconds: 500) {}
    let next = try TypedShell(folder, arguments: ["-q"])
    next.press(".theme\r")
    #expect(next.wait(for: "theme: projector"))
    // Settings alone are nothing to recover.
    next.kill()
    let last = try TypedShell(folder, arguments: [])
    #expect(last.wait(for: "ritorno> "))
    #expect(!last.output.contains(".recover"))
    last.press(".keep nothing\r")
    #expect(last.wait(for: "begin with the defaults"))
    #expect(try readText(folder.path("config/ritorno/settings")) == "")
  }

  @Test("heeds the keys of vi, and binds its own after .editrc")
  func vi() throws {
    try folder.write("bind -v\n", to: "editrc")
    let shell = try TypedShell(folder, environment: ["EDITRC=\(folder.path("editrc"))"])
    // Escape, back to the start, an h; then Enter from the command mode, which would be lost.
    shell.press("elp dates")
    _ = shell.wait(for: "dates")
    shell.press("\u{1B}")
    _ = shell.wait(for: "\u{8}")
    shell.press("0ih\r")
    #expect(shell.wait(for: "written year first"))
    // Arrows work while text is inserted, and bring no stale text.
    shell.press("\u{1B}[A\r")
    #expect(shell.wait(for: "written year first"))
  }

  @Test("stops a command on Ctrl-C, keeps the session, and takes what was typed meanwhile")
  func interrupts() throws {
    let shell = try TypedShell(folder)
    shell.press("load sample gym with size = 200000\r")
    // One that comes before the command begins is not meant for it.
    #expect(shell.wait(for: "Ctrl-C stops"))
    shell.interrupt()
    #expect(shell.wait(for: "cancelled"))
    #expect(shell.wait(for: "> "))
    shell.press("help dates\r")
    #expect(shell.wait(for: "written year first"))
  }
}
