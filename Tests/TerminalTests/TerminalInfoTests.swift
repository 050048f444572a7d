import Glibc
import Terminal
import Testing

@Suite struct TerminalInfoTests {
  @Test(
    "decides on colour by the option, NO_COLOR, FORCE_COLOR, TERM and the terminal, in this order",
    arguments: [
      (.always, ["NO_COLOR": "1", "TERM": "dumb"], false, true),
      (.never, ["FORCE_COLOR": "1"], true, false),
      (.auto, ["NO_COLOR": "1", "FORCE_COLOR": "1"], true, false),
      (.auto, ["NO_COLOR": ""], true, true),
      (.auto, ["FORCE_COLOR": "1", "TERM": "dumb"], false, true),
      (.auto, ["FORCE_COLOR": "0"], true, false),
      (.auto, ["TERM": "dumb"], true, false),
      (.auto, ["TERM": "xterm"], true, true),
      (.auto, [:], true, true),
      (.auto, [:], false, false),
    ] as [(ColorOption, [String: String], Bool, Bool)])
  func color(
    option: ColorOption, environment: [String: String], isTerminal: Bool, expected: Bool
  ) {
    let isWanted = TerminalInfo.colorIsWanted(
      option: option, environment: environment, isTerminal: isTerminal)
    #expect(isWanted == expected)
  }

  @Test(
    "takes the size from COLUMNS and LINES without a terminal, and 80 x 24 without those",
    arguments: [
      ([:], 80, 24),
      (["COLUMNS": "132", "LINES": "50"], 132, 50),
      (["COLUMNS": "0", "LINES": "-1"], 80, 24),
      (["COLUMNS": "wide", "LINES": "99999999999999999999"], 80, 24),
    ] as [([String: String], Int, Int)])
  func sizeWithoutTerminal(environment: [String: String], columns: Int, rows: Int) {
    let size = TerminalInfo.windowSize(of: -1, environment: environment)
    #expect(size == WindowSize(columns: columns, rows: rows))
  }

  @Test("takes the size from the terminal, and where that says 0 from the variables")
  func sizeOfTerminal() throws {
    let terminal = try PseudoTerminal()
    let environment = ["COLUMNS": "60"]
    terminal.resize(columns: 100, rows: 30)
    #expect(
      TerminalInfo.windowSize(of: terminal.user, environment: environment)
        == WindowSize(columns: 100, rows: 30))
    terminal.resize(columns: 0, rows: 0)
    #expect(
      TerminalInfo.windowSize(of: terminal.user, environment: environment)
        == WindowSize(columns: 60, rows: 24))
  }

  @Test("knows a terminal from a pipe, a closed descriptor and a device")
  func knowsTerminals() throws {
    let terminal = try PseudoTerminal()
    #expect(TerminalInfo.isTerminal(terminal.user))
    #expect(!TerminalInfo.isTerminal(-1))
    let device = unsafe open("/dev/null", O_RDWR)
    #expect(!TerminalInfo.isTerminal(device))
    close(device)
  }

  @Test(
    "tells by the locale whether the terminal shows more than ASCII",
    arguments: [
      ([:], true),
      (["LANG": "it_IT.UTF-8"], true),
      (["LANG": "en_US.utf8"], true),
      (["LANG": "it_IT.ISO-8859-1"], false),
      (["LANG": "it_IT"], false),
      (["LANG": "C"], true),
      (["LC_ALL": "C", "LANG": "it_IT.UTF-8"], false),
      (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "it_IT"], true),
    ] as [([String: String], Bool)])
  func unicode(environment: [String: String], expected: Bool) {
    #expect(TerminalInfo.supportsUnicode(environment: environment) == expected)
  }

  @Test("reads the environment of the process")
  func environment() {
    let expected = unsafe getenv("PATH").map { unsafe String(cString: $0) }
    #expect(processEnvironment()["PATH"] == expected)
  }
}
