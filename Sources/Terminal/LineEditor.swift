import CLineEdit
import Glibc

/// How reading a line ended.
package enum ReadResult: Equatable, Sendable {
  /// One line without its newline. It holds newlines inside where it was typed over several rows, pasted
  /// or recalled so.
  case line(String)
  /// Ctrl-C: the line was dropped. `wasEmpty` says that there was nothing to drop.
  case interrupted(wasEmpty: Bool)
  /// Ctrl-D on an empty line, the end of the input, or a request to leave
  /// (`Interrupt.terminationRequested`).
  case endOfInput
}

/// Reads lines from whoever types, with editing and history on a terminal that can do it, and
/// plainly otherwise: no terminal, `TERM=dumb`, a terminal that is not known.
///
/// It is to be used from one thread, and by itself on its terminal.
package final class LineEditor {
  private let output: Int32
  private let promptIsShown: Bool
  private let history: HistoryFile?
  private var typed: TypedInput
  private var screen: EditingScreen?

  /// Takes over the signals (`Interrupt.install`) and reads `~/.editrc`. `isComplete` is asked, on Enter,
  /// with the whole text: where it is not, the text goes on in a row below. `complete` is asked, on Tab,
  /// with the text before the cursor. `colored`, where given, puts escapes between the characters of the
  /// text, and what the history would make of the text is shown dim behind it: before that what is
  /// `suggested`, where it goes on from the text.
  package init(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, history: HistoryFile? = nil,
    environment: [String: String] = processEnvironment(),
    isComplete: @escaping (_ text: String) -> Bool = { _ in true },
    colored: ((_ text: String) -> String)? = nil,
    suggested: @escaping (_ text: String) -> String? = { _ in nil },
    complete: ((_ before: String) -> WordCompletion)? = nil
  ) {
    Interrupt.install()
    self.output = output
    self.history = history
    typed = TypedInput(descriptor: input)
    promptIsShown = TerminalInfo.isTerminal(input) && TerminalInfo.isTerminal(output)
    let terminal = environment["TERM"] ?? ""
    guard promptIsShown, terminal != "", terminal != "dumb" else { return }
    useUnicodeCharacters()
    screen = EditingScreen(
      input: input, output: output, history: history,
      questions: EditingQuestions(
        isComplete: isComplete, colored: colored, suggested: suggested, complete: complete))
  }

  /// Whether lines can be edited here: libedit drives the terminal.
  package var canEdit: Bool { screen != nil }

  /// Gives the terminal back as it was before the first line was read: to another program, or for good.
  /// Between two lines keys wait unseen until they are read.
  package func release() { screen?.release() }

  /// Reads one line. The prompt may hold colour escapes and must end with a printing character.
  /// A pending `Interrupt` of Ctrl-C ends it at once and is cleared by that.
  package func readLine(prompt: String) -> ReadResult {
    if let screen { return screen.readLine(prompt: prompt, from: &typed) }
    if promptIsShown { _ = writeAll(prompt, to: output) }
    return readPlainLine(prompt: prompt)
  }

  private func readPlainLine(prompt: String) -> ReadResult {
    var line = String.UnicodeScalarView()
    while true {
      switch typed.nextCharacter() {
      case .character("\n"): return .line(String(line))
      case .character(let character): line.append(character)
      case .end: return line.isEmpty ? .endOfInput : .line(String(line))
      case .signal:
        if Interrupt.terminationRequested { return .endOfInput }
        if Interrupt.take(SIGNALS_INTERRUPT) {
          typed.discard()
          if promptIsShown { _ = writeAll("\n", to: output) }
          return .interrupted(wasEmpty: line.isEmpty)
        }
        Interrupt.forgetChanges()
      }
    }
  }
}

/// Makes the C library, and so libedit, read UTF-8, whatever the locale: it drops accents otherwise.
/// Only characters are touched: numbers keep their decimal point.
private func useUnicodeCharacters() {
  let isSet = unsafe setlocale(LC_CTYPE, "") != nil
  if isSet, unsafe String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8" { return }
  _ = unsafe setlocale(LC_CTYPE, "C.UTF-8")
}
