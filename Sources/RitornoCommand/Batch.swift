import Language
import Notebooks
import Sessions
import Terminal

/// Lines from flags, files and standard input, without a screen.
struct Batch {
  private let interpreter: Interpreter
  private let keepGoing: Bool

  init(_ interpreter: Interpreter, keepGoing: Bool) {
    self.interpreter = interpreter
    self.keepGoing = keepGoing
  }

  /// Opens the file, then the lines of -c, of -f, of standard input; gives the status to end with.
  func run(_ command: ShellCommand) -> Int32 {
    var script: [String] = []
    if let file = command.file {
      if file.hasSuffix(".md"), case .failed = interpreter.open(file) { return ExitStatus.unusable }
      if !file.hasSuffix(".md") { script.append(openingLine(file)) }
    }
    script += command.c
    if let path = command.f {
      guard let text = read(path) else { return ExitStatus.unusable }
      script.append(text)
    }
    let readsInput = command.readsStandardInput || (command.c.isEmpty && command.f == nil)
    if readsInput {
      guard let text = readInput() else { return ExitStatus.unusable }
      script.append(text)
    }
    return run(script)
  }

  /// Runs scripts one after the other.
  func run(_ scripts: [String]) -> Int32 {
    var status = ExitStatus.success
    for script in scripts {
      for statement in splitStatements(script) {
        switch interpreter.perform(statement.text) {
        case .done: break
        case .quit: return status
        case .cancelled: return ExitStatus.interrupted
        case .failed:
          status = ExitStatus.failure
          if !keepGoing { return status }
        }
        if interpreter.console.isClosed { return status }
        if Interrupt.terminationRequested { return ExitStatus.interrupted }
      }
    }
    return status
  }

  /// The text of a script; nil, after a word on standard error, where it cannot be read.
  func read(_ path: String) -> String? {
    do {
      return try text(of: AtomicFile.read(path).bytes, called: "'\(path)'")
    } catch {
      _ = interpreter.complain(error.message, help: error.help)
      return nil
    }
  }

  /// UTF-8 without its byte order mark; nil, after a word on standard error, for any other bytes.
  private func text(of bytes: [UInt8], called name: String) -> String? {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let text = hasMark ? bytes[3...] : bytes[...]
    if let valid = String(validating: text, as: UTF8.self) { return valid }
    let decoded = String(decoding: text, as: UTF8.self)
    let line = decoded.prefix { $0 != "\u{FFFD}" }.count { $0.isNewline } + 1
    _ = interpreter.complain(
      "\(name) is not UTF-8 text: line \(line)", help: "save it as UTF-8 and try again")
    return nil
  }

  private func readInput() -> String? {
    do {
      return text(of: try readAll(), called: "standard input")
    } catch {
      switch error {
      case .interrupted: _ = interpreter.complain("interrupted", help: nil)
      case .tooLarge(let limit):
        _ = interpreter.complain(
          "standard input holds more than \(limit) bytes of lines", help: nil)
      case .failed(let message):
        _ = interpreter.complain("cannot read standard input: \(message)", help: nil)
      }
      return nil
    }
  }
}

/// The line that takes up a file: notebooks are opened, all else is loaded.
func openingLine(_ file: String) -> String {
  if file.hasSuffix(".md") { return ".open \(file)" }
  let escaped = file.flatMap { $0 == "\"" ? "\"\"" : $0 == "\\" ? "\\\\" : String($0) }
  return "load \"\(String(escaped))\""
}
