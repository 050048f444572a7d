import Terminal
import TestSupport
import Testing

extension SignalAndTerminalTests {
  /// What stands on the screen while a line is edited: libedit's picture of it and what is painted over
  /// it must agree, else the cursor and the letters go apart.
  @Suite struct EditedScreenTests {
    private let folder = TemporaryFolder()

    init() { prepareProcess() }

    private func screen(
      history entries: [String] = [], prompt: String = "\u{1B}[1mask>\u{1B}[0m ",
      colored: ((String) -> String)? = nil, _ actions: [PseudoTerminal.Action]
    ) throws -> TerminalScreen {
      let terminal = try PseudoTerminal()
      let history = HistoryFile(path: folder.path + "/history")
      for entry in entries { history.append(entry) }
      _ = terminal.run(actions) {
        let editor = LineEditor(
          input: terminal.user, output: terminal.user, history: history,
          environment: ["TERM": "xterm"], isComplete: { !$0.hasSuffix("|") }, colored: colored)
        return editor.readLine(prompt: prompt)
      }
      return terminal.screen
    }

    /// Colours that leave the text as it is.
    private func red(_ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "\u{1B}[31m\($0)\u{1B}[0m" }.joined(separator: "\n")
    }

    @Test(
      "keeps letters and cursor in their places, coloured or not",
      arguments: [
        // Wide letters take two columns, and the cursor steps over both.
        ("漢字\u{1B}[Dx\r", "ask> 漢x字"),
        ("però\u{1B}[D\u{1B}[Dx\r", "ask> pexrò"),
        ("e\u{301}a\r", "ask> \u{E9}a"),
        ("xe\u{301}\u{1B}[D!\r", "ask> x!\u{E9}"),
        ("ab\u{1B}\rc漢d\u{1B}[AX\r", "ask> abX\nc漢d"),
        ("one two\u{17}\u{17}three\r", "ask> three"),
        ("abc\u{1}\u{1B}[3~\u{1B}[3~\r", "ask> c"),
      ], [true, false])
    func places(line: (keys: String, expected: String), isColored: Bool) throws {
      let screen = try screen(colored: isColored ? red : nil, [.type(line.keys)])
      #expect(screen.text == line.expected)
    }

    @Test("does not count the colours of the prompt: a line fills the row to its last column")
    func fillsRow() throws {
      let text = String(repeating: "0123456789", count: 8)
      let screen = try screen([.type(text), .type("\u{1B}[D\u{1B}[DX\r")])
      #expect(screen.lines[0] == "ask> " + text.prefix(75))
      #expect(screen.lines[1] == "567X89")
    }

    @Test("breaks a long line of wide letters as the terminal does")
    func breaksWide() throws {
      let text = String(repeating: "漢", count: 45)
      let screen = try screen([.type(text + "\u{1B}[DX\r")])
      // 37 of them fill 79 columns with the prompt, and the last column stays free.
      #expect(screen.lines[0] == "ask> " + text.prefix(37))
      #expect(screen.lines[1] == String(text.prefix(7)) + "X漢")
    }

    @Test("wipes a hint out with the key that does not take it")
    func wipesHint() throws {
      let screen = try screen(
        history: ["churn by month"], colored: red,
        [.type("chu"), .wait("\u{1B}[2mrn by month\u{1B}[0m"), .type("\r")])
      #expect(screen.text == "ask> chu")
      #expect(screen.text(inStyle: "31") == "chu")
    }

    @Test("takes the end of a search off the screen, with its prompt")
    func endsSearch() throws {
      let keys = "draft\u{12}chu\u{1B}[D!\r"
      let screen = try screen(history: ["churn by month"], colored: red, [.type(keys)])
      #expect(screen.text == "ask> churn by mont!h")
    }

    @Test(
      "draws the line anew where it stands when the window changes",
      arguments: [([100], 80), ([120, 200, 90], 80), ([200], 120), ([60, 79, 40], 80)])
    func resizes(widths: [UInt16], first: Int) throws {
      let text = "churn by month"
      var actions: [PseudoTerminal.Action] = [.type(text), .wait("month")]
      for width in widths {
        actions += [.resize(columns: width, rows: 24), .wait("\u{1B}[J"), .wait("month")]
      }
      let screen = try screen(actions + [.type("!\r")])
      #expect(screen.text == "ask> churn by month!")
    }

    @Test("draws a block anew where it begins when the window changes")
    func resizesBlock() throws {
      let screen = try screen([
        .type("gym |\rchurn |\rlast"), .wait("last"), .resize(columns: 100, rows: 24),
        .wait("\u{1B}[J"), .wait("last"), .type("!\r"),
      ])
      #expect(screen.text == "ask> gym |\nchurn |\nlast!")
    }
  }
}
