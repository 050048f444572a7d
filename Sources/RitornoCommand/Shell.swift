import Language
import Notebooks
import Presentation
import Sessions
import Terminal
import Texts

/// The interactive session.
final class Shell {
  private let interpreter: Interpreter
  private let isQuiet: Bool
  private let editor: LineEditor
  private let history: HistoryFile?
  private let journal: SessionJournal

  init(_ interpreter: Interpreter, isQuiet: Bool) {
    self.interpreter = interpreter
    self.isQuiet = isQuiet
    let folder = stateFolder(processEnvironment())
    // Read at the start: the prompt comes after 18 ms with 2,000 entries, 48 ms with 10,000.
    history = folder.map { HistoryFile(path: $0 + "/history", limit: 2_000) }
    editor = LineEditor(
      history: history, isComplete: endsInWholeStatement,
      colored: interpreter.style.options.usesColor
        ? { coloredLine($0, in: interpreter.session) } : nil,
      suggested: { _ in interpreter.tour?.line },
      complete: { before in wordCompletion(interpreter.session, before) })
    journal = SessionJournal(folder: folder)
  }

  /// What commands may do with the keyboard.
  private func lendKeyboard() {
    interpreter.keyboard.history = { [history] in history?.entries ?? [] }
    interpreter.keyboard.release = { [editor] in editor.release() }
    interpreter.keyboard.remember = { [history] in history?.append($0) }
    interpreter.keyboard.run = { [unowned self] in perform($0) }
  }

  /// Reads and executes lines until the end of input; gives the status to end with.
  func run(opening file: String?, startingWith startFiles: [String]) -> Int32 {
    greet()
    lendKeyboard()
    interpreter.willAnswer = { [journal] id, source, output in
      if let problem = journal.append(id, source, output) {
        self.interpreter.remark("note: \(problem)\n")
      }
    }
    interpreter.recover = { self.recover($0) }
    for path in startFiles { execute(path) }
    journal.startsHere()
    if let file { _ = interpreter.perform(openingLine(file)) }
    while let statement = read() {
      history?.append(statement)
      if case .quit = perform(statement) { break }
      if interpreter.console.isClosed { break }
    }
    leave()
    return ExitStatus.success
  }

  /// Executes what was entered: a block of several statements as if each had been typed, up to the
  /// first that fails.
  private func perform(_ entered: String) -> Interpreter.Outcome {
    let statements = splitStatements(entered)
    guard statements.count > 1 else { return interpreter.perform(entered) }
    for (index, statement) in statements.enumerated() {
      interpreter.remark(
        statement.text.split(separator: "\n").map { "> \(visible(String($0)))\n" }.joined())
      let outcome = interpreter.perform(statement.text)
      guard case .done = outcome else {
        let left = statements.count - index - 1
        if case .failed = outcome, left > 0 {
          let lines = left == 1 ? "the statement" : "the \(left) statements"
          interpreter.remark("note: \(lines) below it did not run\n")
        }
        return outcome
      }
    }
    return .done
  }

  private func greet() {
    if !isQuiet {
      interpreter.remark(
        "Ritorno \(ritornoVersion): load FILE.csv to begin, .tour for a lesson, help for help\n")
    }
    if let (_, contents) = journal.leftBehind.first {
      let lines = contents.cells.count == 1 ? "1 line" : "\(contents.cells.count) lines"
      interpreter.remark("an unsaved session of \(lines) ended: .recover, or .recover drop\n")
    }
  }

  /// Executes the lines of the first session left behind, or drops them.
  private func recover(_ argument: String) -> Interpreter.Outcome {
    guard let (path, contents) = journal.leftBehind.first else {
      return interpreter.complain("there is no session to recover", help: nil)
    }
    if argument.lowercased() != "drop" {
      if let folder = contents.folder, folder != workingFolder() {
        return interpreter.complain(
          "that session ran in '\(folder)'", help: "start ritorno there, and .recover")
      }
      if let damage = contents.damageReport { interpreter.remark("note: \(damage)\n") }
      for record in contents.cells {
        interpreter.remark("> \(visible(record.source))\n")
        if case .cancelled = interpreter.perform(record.source) { return .cancelled }
      }
    }
    do throws(NotebookFileError) {
      try Journal.remove(path)
      return .done
    } catch {
      return interpreter.complain(error.message, help: error.help)
    }
  }

  private func leave() {
    editor.release()
    journal.close(isSaved: interpreter.log.isSaved)
  }

  /// The lines of the init file, if there is one.
  private func execute(_ path: String) {
    guard let (bytes, _) = try? AtomicFile.read(path) else { return }
    for statement in splitStatements(String(decoding: bytes, as: UTF8.self)) {
      _ = interpreter.perform(statement.text)
    }
  }

  /// The current dataset and how many rows it has: `gym 5,000> `.
  private var prompt: String {
    let session = interpreter.session
    guard let name = session.current else { return "ritorno> " }
    let rows = NumberFormat(groupSeparator: ",").text(Int64(session.currentRowCount ?? 0))
    return "\(visible(name)) \(rows)> "
  }

  /// The next statement, over several lines where it is not complete; nil at the end.
  private func read() -> String? {
    var lines = ""
    while true {
      let prompt = lines.isEmpty ? prompt : "   ...> "
      switch editor.readLine(prompt: prompt) {
      case .line(let line):
        lines += lines.isEmpty ? line : "\n" + line
        if endsInWholeStatement(lines) { return lines }
      case .interrupted(let wasEmpty):
        if wasEmpty, lines.isEmpty { interpreter.remark("Ctrl-D or quit ends the session\n") }
        lines = ""
      case .endOfInput:
        if lines.isEmpty || Interrupt.terminationRequested { return nil }
        return lines
      }
    }
  }
}

/// Whether the last statement of a text leaves nothing open.
private func endsInWholeStatement(_ text: String) -> Bool {
  guard let last = splitStatements(text).last else { return true }
  return last.text.hasPrefix(".") || isComplete(last.text)
}

/// `${XDG_STATE_HOME:-~/.local/state}/ritorno`; nil where neither variable is set.
private func stateFolder(_ environment: [String: String]) -> String? {
  if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
    return folder + "/ritorno"
  }
  return environment["HOME"].map { $0 + "/.local/state/ritorno" }
}
