import Testing

@testable import Terminal

extension SignalAndTerminalTests {
  /// Texts of several rows, typed or pasted. What ends in `|` is not complete here.
  @Suite struct BlockEditingTests {
    private let folder = TemporaryFolder()

    init() { prepareProcess() }

    private func read(
      lines count: Int = 1, history entries: [String] = [], _ actions: [PseudoTerminal.Action]
    ) throws -> (results: [ReadResult], output: String) {
      let terminal = try PseudoTerminal()
      let history = HistoryFile(path: folder.path + "/history")
      for entry in entries { history.append(entry) }
      let results = terminal.run(actions) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user, history: history,
          environment: ["TERM": "xterm"], isComplete: { !$0.hasSuffix("|") })
        return (0..<count).map { _ in editor.readLine(prompt: "ask> ") }
      }
      return (results, terminal.output)
    }

    @Test(
      "keeps the rows of a block in one text",
      arguments: [
        // Enter goes on where the text is not complete, Alt-Enter always.
        ("gym |\rchurn\r", "gym |\nchurn"),
        ("a\u{1B}\rb\r", "a\nb"),
        ("a |\rb\u{7F}\u{7F}\u{7F}\u{7F}c\r", "ac"),
        // The arrows move between rows and keep the column where the row has it.
        ("ab\u{1B}\rcd\u{1B}[AX\r", "abX\ncd"),
        ("a\u{1B}\rbcd\u{1B}[AX\r", "aX\nbcd"),
        ("abc\u{1B}\rd\u{1B}[A\u{1B}[BX\r", "abc\ndX"),
        ("à\u{1B}\r漢字\u{1B}\rx\u{1B}[A\u{1B}[AX\r", "àX\n漢字\nx"),
        // At the edge they walk the history, as ^P does anywhere.
        ("a\u{1B}\rb\u{1B}[A\u{1B}[A\r", "old"),
        ("a\u{1B}\rb\u{10}\r", "old"),
        ("a\u{1B}\rb\u{10}\u{E}\r", "a\nb"),
      ])
    func edits(keys: String, expected: String) throws {
      #expect(try read(history: ["old"], [.type(keys)]).results == [.line(expected)])
    }

    @Test("leaves the cursor below a block that is submitted from its first row")
    func leavesBelow() throws {
      let keys = "first\u{1B}\rsecond\u{1B}[A\r"
      let (results, output) = try read([.type(keys)])
      #expect(results == [.line("first\nsecond")])
      // One row down and one more to leave the block.
      let end = output.split(separator: "second").last.map(String.init) ?? ""
      #expect(end.count { $0 == "\n" || $0 == "\r\n" } >= 2 || end.contains("\u{1B}[B"))
    }

    @Test(
      "holds a paste in the text until Enter",
      arguments: [
        ("load a\rchurn\r", "load a\nchurn!"),
        ("a\rb\r\r", "a\nb!"),
        // The line ends of Windows are one each.
        ("a\r\nb\r\n", "a\nb!"),
        ("a\n\nb", "a\n\nb!"),
        // Neither completion nor escapes nor a bell: nothing of it is a key.
        ("a\tb\u{7}c\u{1B}[31md\u{9B}", "a bc[31md!"),
        ("cafe\u{301} \u{1F469}\u{200D}\u{1F680}", "caf\u{E9} \u{1F469}\u{200D}\u{1F680}!"),
        ("", "!"),
      ])
    func pastes(text: String, expected: String) throws {
      let (results, _) = try read([.type("\u{1B}[200~\(text)\u{1B}[201~!\r")])
      guard case .line(let line) = results[0] else {
        Issue.record("\(results)")
        return
      }
      #expect(Array(line.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("takes a line end of two characters without marks around it as one")
    func pastesUnmarked() throws {
      let (results, _) = try read(lines: 2, [.type("a |\r\nb\r\nc\r\n")])
      #expect(results == [.line("a |\nb"), .line("c")])
    }

    @Test("takes a paste of 100 KB whole")
    func pastesMuch() throws {
      let text = (1...5_000).map { "take \($0) # però città" }.joined(separator: "\n")
      let (results, _) = try read([.type("\u{1B}[200~\(text)\u{1B}[201~\r")])
      #expect(text.utf8.count > 100_000)
      #expect(results == [.line(text)])
    }

    @Test(
      "asks for marks around a paste with each line, and no longer when it gives the terminal back")
    func restoresTerminal() throws {
      let (_, output) = try read(lines: 2, [.type("a\r\u{4}")])
      let marks = output.split(separator: "\u{1B}[?2004", omittingEmptySubsequences: false)
        .dropFirst().compactMap(\.first)
      #expect(marks == ["h", "h", "l"])
    }

    @Test("drops a block on Ctrl-C")
    func interrupts() throws {
      let (results, _) = try read(
        lines: 2, [.type("a |\rb"), .wait("b"), .interrupt, .wait("^C"), .type("c\r")])
      #expect(results == [.interrupted(wasEmpty: false), .line("c")])
    }
  }
}
