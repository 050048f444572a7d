import Glibc
import Terminal
import Testing

extension SignalAndTerminalTests {
  @Suite struct LineEditorTests {
    private let folder = TemporaryFolder()

    init() { prepareProcess() }

    /// The lines read while somebody performs these actions.
    private func read(
      lines count: Int = 1, history entries: [String] = [], _ actions: [PseudoTerminal.Action]
    ) throws -> [ReadResult] {
      let terminal = try PseudoTerminal()
      let history = HistoryFile(path: folder.path + "/history")
      for entry in entries { history.append(entry) }
      return terminal.run(actions) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user, history: history,
          environment: ["TERM": "xterm"])
        return (0..<count).map { _ in editor.readLine(prompt: "\u{1B}[1mask>\u{1B}[0m ") }
      }
    }

    @Test(
      "gives the line as it was edited",
      arguments: [
        ("churn by month\r", "churn by month"),
        ("\r", ""),
        ("però città\r", "però città"),
        ("perchè\u{7F}é\r", "perché"),
        ("漢字仮名\u{7F}\u{7F}\r", "漢字"),
        ("e\u{301}\r", "\u{E9}"),
        ("bc\u{1}a\u{5}d\r", "abcd"),
        ("load gym.csv\u{17}x\r", "load x"),
        ("one two\u{1}\u{6}\u{6}\u{6}\u{B}\r", "one"),
        ("ac\u{1B}[Db\u{1B}[Cd\r", "abcd"),
        ("xab\u{1B}[H\u{1B}[3~\u{1B}[Fc\r", "abc"),
      ])
    func edits(keys: String, expected: String) throws {
      let result = try read([.type(keys)])
      #expect(result.map(unicodeScalars) == [Array(expected.unicodeScalars)])
    }

    @Test("reads the lines of a paste one after the other")
    func paste() throws {
      let result = try read(lines: 3, [.type("load gym\rchurn\rhow\r")])
      #expect(result == [.line("load gym"), .line("churn"), .line("how")])
    }

    @Test(
      "walks through the history with the arrows and with ^P and ^N",
      arguments: [
        ("\u{1B}[A\r", "second"),
        ("\u{1B}[A\u{1B}[A\r", "first"),
        ("\u{1B}[A\u{1B}[A\u{1B}[A\r", "first"),
        ("\u{10}\u{10}\u{E}!\r", "second!"),
        ("\u{1B}OA\u{1B}OA\u{1B}OB\r", "second"),
        ("draft\u{10}\u{E}\r", "draft"),
        ("\u{1B}[B\r", ""),
        ("\u{E}x\r", "x"),
      ])
    func walks(keys: String, expected: String) throws {
      #expect(try read(history: ["first", "second"], [.type(keys)]) == [.line(expected)])
    }

    @Test("leaves a fresh line empty on Down after an older one was recalled")
    func noStaleLine() throws {
      let keys = "\u{10}\u{10}x\r\u{1B}[B\u{E}\r"
      let result = try read(lines: 2, history: ["first", "second"], [.type(keys)])
      #expect(result == [.line("firstx"), .line("")])
    }

    @Test("recalls an entry of several lines whole")
    func recallsBlock() throws {
      let result = try read(history: ["load gym\n| churn"], [.type("\u{10}\r")])
      #expect(result == [.line("load gym\n| churn")])
    }

    @Test("finds an entry by a part of it with Ctrl-R")
    func searches() throws {
      let keys = PseudoTerminal.Action.type("\u{12}chu\u{1B}\r")
      let result = try read(history: ["churn by month", "forecast"], [keys])
      #expect(result == [.line("churn by month")])
    }

    @Test(
      "searches with letters of any kind, and goes on with the key that ends the search",
      arguments: [
        // Characters above U+00FF, and an accent typed in two parts.
        ("\u{12}漢字\r", "count 漢字 x"),
        ("\u{12}perch\u{E9}\r", "ask perch\u{E9}"),
        ("\u{12}ASK\r", "ask perch\u{E9}"),
        // Older ones, letters taken back, and what holds nothing.
        ("\u{12}ch\u{12}\r", "churn by month"),
        ("\u{12}chx\u{7F}\r", "ask perch\u{E9}"),
        ("\u{12}month\u{1B}[D!\r", "churn by mont!h"),
        ("\u{12}month\u{1}x\r", "xchurn by month"),
        ("draft\u{12}month\u{7}s\r", "drafts"),
      ])
    func searchesAnything(keys: String, expected: String) throws {
      let entries = ["churn by month", "count 漢字 x", "ask perch\u{E9}"]
      #expect(try read(history: entries, [.type(keys)]) == [.line(expected)])
    }

    @Test("drops the line on Ctrl-C inside a search, which is no end of the input")
    func interruptsSearch() throws {
      let result = try read(
        lines: 2, history: ["churn"],
        [.type("\u{12}chu"), .wait("chu > "), .interrupt, .wait("^C"), .type("on\r")])
      #expect(result == [.interrupted(wasEmpty: false), .line("on")])
    }

    @Test(
      "takes changes back, a word at a time",
      arguments: [
        ("one two\u{1F}\r", "one "), ("one two\u{1F}\u{1F}\u{1F}\r", ""),
        ("one\u{15}x\u{1F}\u{1F}\r", "one"), ("\u{1F}a\r", "a"),
        ("one two\u{17}\u{1F}!\r", "one two!"),
      ])
    func takesBack(keys: String, expected: String) throws {
      #expect(try read([.type(keys)]) == [.line(expected)])
    }

    @Test("paints the line in colour, shows a hint from the history and takes it with Right")
    func paints() throws {
      let terminal = try PseudoTerminal()
      let history = HistoryFile(path: folder.path + "/history")
      history.append("churn by month")
      let result = terminal.run([
        .type("chu"), .wait("\u{1B}[2mrn by month\u{1B}[0m"), .type("\u{1B}[C"),
        .wait("<churn by month>"), .type("\r"),
      ]) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user, history: history,
          environment: ["TERM": "xterm"], colored: { "<\($0)>" })
        return editor.readLine(prompt: "ask> ")
      }
      #expect(result == .line("churn by month"))
      // The hint is wiped out before anything follows it.
      #expect(terminal.output.contains("\u{1B}[K"))
    }

    @Test("goes on with the text in the user's editor, and gives it back to the line")
    func writesElsewhere() throws {
      unsafe setenv("EDITOR", "sed -i 's/two/2 |\\nthree/'", 1)
      unsafe setenv("TMPDIR", folder.path, 1)
      defer {
        unsafe unsetenv("EDITOR")
        unsafe unsetenv("TMPDIR")
      }
      #expect(try read([.type("one two\u{18}\u{5}!\r")]) == [.line("one 2 |\nthree!")])
    }

    @Test("keeps what is pasted while nobody reads, whole, unseen and as it came")
    func pastesAhead() throws {
      let terminal = try PseudoTerminal()
      // Longer than the line that a terminal collects by itself.
      let long = String(repeating: "0123456789", count: 380)
      let paste = "\u{1B}[200~a\r\nb \(long)\u{1B}[201~"
      let result = terminal.run([.type("first\r"), .wait("\n"), .typeAhead(paste + "\r")]) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user, environment: ["TERM": "xterm"])
        let first = editor.readLine(prompt: "ask> ")
        // The command runs until something has been typed.
        var wait = pollfd(fd: terminal.user, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&wait, 1, 2_000)
        let shown = terminal.output
        return [
          first, editor.readLine(prompt: "ask> "), .line(shown.contains("^[[") ? "echo" : ""),
        ]
      }
      #expect(result == [.line("first"), .line("a\nb \(long)"), .line("")])
    }

    @Test("drops the line on Ctrl-C and starts anew")
    func interrupts() throws {
      let result = try read(
        lines: 3,
        [
          .type("half"), .wait("half"), .interrupt, .wait("^C"), .wait("ask>"), .interrupt,
          .wait("^C"), .type("whole\r"),
        ])
      #expect(
        result == [.interrupted(wasEmpty: false), .interrupted(wasEmpty: true), .line("whole")])
      #expect(!Interrupt.isRequested)
    }

    @Test("ends on Ctrl-D on an empty line only")
    func ends() throws {
      let result = try read(lines: 2, [.type("ab\u{1}\u{4}\r\u{4}")])
      #expect(result == [.line("b"), .endOfInput])
    }

    @Test("survives windows of any size, also of none")
    func resizes() throws {
      let long = String(repeating: "0123456789", count: 12)
      let sizes: [(UInt16, UInt16)] = [(0, 0), (1, 1), (40, 10), (0, 5), (500, 200), (80, 24)]
      var actions: [PseudoTerminal.Action] = [.type(long), .wait("9")]
      for (columns, rows) in sizes {
        actions += [.resize(columns: columns, rows: rows), .wait("\u{1B}[J"), .wait("9")]
      }
      #expect(try read(actions + [.type("!\r")]) == [.line(long + "!")])
    }

    @Test("reads plainly, without a prompt, from what is no terminal")
    func plain() throws {
      let pipe = try Pipe()
      pipe.write("load è\n\nlast")
      pipe.closeWriting()
      let editor = LineEditor(input: pipe.reading, output: -1, environment: ["TERM": "xterm"])
      #expect(!editor.canEdit)
      let result = (0..<4).map { _ in editor.readLine(prompt: "> ") }
      #expect(result == [.line("load è"), .line(""), .line("last"), .endOfInput])
    }

    @Test("reads plainly on a terminal that nobody knows")
    func unknownTerminal() throws {
      unsafe setenv("TERM", "no-such-terminal", 1)
      defer { unsafe setenv("TERM", "xterm", 1) }
      let terminal = try PseudoTerminal()
      let result = terminal.run([.wait("ask> "), .typeAhead("churn\n")]) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user,
          environment: ["TERM": "no-such-terminal"])
        return (editor.canEdit, editor.readLine(prompt: "ask> "))
      }
      #expect(result == (false, .line("churn")))
    }

    @Test("reads plainly on a terminal it cannot drive", arguments: ["dumb", ""])
    func plainTerminal(name: String) throws {
      let terminal = try PseudoTerminal()
      let (first, canEdit) = terminal.run([.wait("ask> "), .interrupt, .wait("ask> ")]) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user, environment: ["TERM": name])
        let first = editor.readLine(prompt: "ask> ")
        _ = writeAll("ask> ", to: terminal.user)
        return (first, editor.canEdit)
      }
      #expect(first == .interrupted(wasEmpty: true))
      #expect(!canEdit)
      // No colours, no marks of a paste: such a terminal would show them.
      #expect(!terminal.output.contains("\u{1B}"))
    }

    private func unicodeScalars(_ result: ReadResult) -> [Unicode.Scalar] {
      guard case .line(let text) = result else { return [] }
      return Array(text.unicodeScalars)
    }
  }
}
