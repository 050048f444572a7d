import ArgumentParser
import Language
import Notebooks
import Presentation
import Sessions
import Terminal

/// `ritorno`, `ritorno gym.csv`, `ritorno -c "churn by month"`.
struct ShellCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "The shell, or lines given with -c, -f or standard input.")

  @ArgumentParser.Argument(
    help: "A file to load or a notebook to open; - reads lines from standard input.")
  var files: [String] = []

  @Option(
    name: .short, parsing: .unconditionalSingleValue, help: "A line to execute; repeatable.")
  var c: [String] = []

  @Option(name: .short, help: "A file of lines to execute.")
  var f: String?

  @Flag(help: "Go on after an error; the status is 1 all the same.")
  var keepGoing = false

  @Flag(name: .customLong("no-init"), help: "Do not read the init file.")
  var skipsInit = false

  @Option(name: .customLong("init"), help: "The init file to read.")
  var initFile: String?

  @Flag(name: .short, help: "No words of welcome, and no report of what was loaded.")
  var q = false

  @OptionGroup var output: OutputFlags
  @OptionGroup var parameters: ParameterFlags

  func validate() throws {
    guard files.filter({ $0 != "-" }).count <= 1 else {
      throw ValidationError("one file is loaded or opened at a time; more are loaded by lines")
    }
  }

  /// The file to load or open.
  var file: String? { files.first { $0 != "-" } }
  var readsStandardInput: Bool { files.contains("-") }

  func execute() -> Int32 {
    let isBatch = !c.isEmpty || f != nil || readsStandardInput || !TerminalInfo.isTerminal(0)
    let console = Console()
    Interrupt.install()
    guard let values = try? parameters.values() else { return ExitStatus.unusable }
    var places = FilePlaces(folder: "")
    if isBatch, standardInputIsData { places.standardInput = readStandardInput }
    let interpreter = Interpreter(
      Session(places: places, parameters: values), style: output.style(),
      console: console, isInteractive: !isBatch)
    interpreter.style.showsReports = !q
    if isBatch { return console.status(Batch(interpreter, keepGoing: keepGoing).run(self)) }
    interpreter.rowsAreGiven = output.maximumRows != nil
    let shell = Shell(interpreter, isQuiet: q)
    return console.status(shell.run(opening: file, startingWith: startFiles))
  }

  /// Whether the lines come from elsewhere, so that  load -  may take what is piped in.
  private var standardInputIsData: Bool {
    (!c.isEmpty || f != nil) && !readsStandardInput && !TerminalInfo.isTerminal(0)
  }

  /// Files of lines that run before the first prompt: what was kept, then the init file.
  private var startFiles: [String] {
    guard !skipsInit else { return [] }
    let environment = processEnvironment()
    let usual = configurationFolder(environment).map { $0 + "/init" }
    return [KeptSettings(environment)?.path, initFile ?? usual].compactMap { $0 }
  }
}

/// All of standard input as data.
@Sendable private func readStandardInput() throws(NotebookFileError) -> [UInt8] {
  do {
    return try readAll(limit: 1 << 32)
  } catch {
    switch error {
    case .interrupted: throw NotebookFileError(.other, "interrupted")
    case .tooLarge:
      throw NotebookFileError(
        .other, "standard input is too large", help: "save it to a file and load that")
    case .failed(let message):
      throw NotebookFileError(.other, "standard input cannot be read: \(message)")
    }
  }
}
