import ArgumentParser
import Language
import Notebooks
import Presentation
import Sessions
import Terminal
import Texts

/// `ritorno run FILE`: the lines of a script, or the cells of a notebook, with their answers.
struct RunCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Executes a script or a notebook and prints the answers.")

  @ArgumentParser.Argument(help: "A notebook (.md) or a file of lines.")
  var file: String

  @Flag(help: "Go on after an error; the status is 1 all the same.")
  var keepGoing = false

  @OptionGroup var output: OutputFlags
  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    Interrupt.install()
    guard let choices = try? replay.choices() else { return ExitStatus.unusable }
    let session = Session(places: FilePlaces(folder: ""), parameters: choices.parameters)
    let interpreter = Interpreter(
      session, style: output.style(), console: console, isInteractive: false)
    guard file.hasSuffix(".md") else {
      let batch = Batch(interpreter, keepGoing: keepGoing)
      guard let script = batch.read(file) else { return ExitStatus.unusable }
      return console.status(batch.run([script]))
    }
    return withNotebook(file, console) { notebook throws(NotebookFileError) in
      var run = try NotebookRun(notebook, choices)
      func show(_ cell: NotebookCell, _ result: CellResult, _ after: Session) {
        for reply in result.replies { interpreter.show(reply) }
      }
      run.run(notebook.document, isCancelled: { Interrupt.isRequested }, shown: show)
      return run.isCancelled
        ? ExitStatus.interrupted : run.failure == nil ? ExitStatus.success : ExitStatus.failure
    }
  }
}

/// `ritorno replay FILE`: the notebook with its new outputs, on standard output.
struct ReplayCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Executes a notebook and prints it with its new outputs; writes nothing.")

  @ArgumentParser.Argument(help: "A notebook.")
  var file: String

  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    Interrupt.install()
    guard let choices = try? replay.choices() else { return ExitStatus.unusable }
    return withNotebook(file, console) { notebook throws(NotebookFileError) in
      var run = try NotebookRun(notebook, choices)
      run.run(notebook.document, isCancelled: { Interrupt.isRequested })
      if run.isCancelled { return ExitStatus.interrupted }
      let bytes = notebook.document.withOutputs(run.outcomes, fingerprints: run.fingerprints)
      console.write(String(decoding: bytes, as: UTF8.self))
      guard let failure = run.failure else { return ExitStatus.success }
      console.remark(failure, in: file)
      return ExitStatus.failure
    }
  }
}

/// `ritorno verify FILE...`: whether notebooks still hold what a replay gives.
struct VerifyCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Replays notebooks and compares with what they hold: 0 same, 1 differs, 2 cannot run."
  )

  @ArgumentParser.Argument(help: "Notebooks.")
  var files: [String]

  @Flag(
    name: .customLong("any-data"), help: "Compare outputs although the data files changed.")
  var acceptsAnyData = false

  @Option(help: "text, or json: an object a file on a line.")
  var format = ReportForm.text

  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    Interrupt.install()
    guard var choices = try? replay.choices() else { return ExitStatus.unusable }
    choices.acceptsAnyData = acceptsAnyData
    var status = ExitStatus.success
    for file in files {
      let one = withNotebook(file, console) { notebook throws(NotebookFileError) in
        let verification = try NotebookVerification(notebook, choices) { Interrupt.isRequested }
        switch format {
        case .text: console.write(verification.report(path: visible(file)))
        case .json: console.write(verification.json(path: file).compact + "\n")
        }
        if verification.isCancelled { return ExitStatus.interrupted }
        if verification.failure != nil { return ExitStatus.unusable }
        return verification.isSame ? ExitStatus.success : ExitStatus.failure
      }
      status = max(status, one)
      if Interrupt.isRequested { return ExitStatus.interrupted }
    }
    return status
  }
}

/// `ritorno accept FILE`: writes the outputs of a replay into the notebook.
struct AcceptCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Executes notebooks and writes their new outputs into them.")

  @ArgumentParser.Argument(help: "Notebooks.")
  var files: [String]

  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    Interrupt.install()
    guard let choices = try? replay.choices() else { return ExitStatus.unusable }
    var status = ExitStatus.success
    for file in files {
      status = max(status, accept(file, choices, console))
      if Interrupt.isRequested { return ExitStatus.interrupted }
    }
    return status
  }

  private func accept(_ file: String, _ choices: ReplayChoices, _ console: Console) -> Int32 {
    withNotebook(file, console) { notebook throws(NotebookFileError) in
      let acceptance = try NotebookAcceptance(notebook, choices) { Interrupt.isRequested }
      if acceptance.isCancelled { return ExitStatus.interrupted }
      if let failure = acceptance.failure {
        console.remark(failure, in: file)
        console.remark("nothing was written\n")
        return ExitStatus.failure
      }
      guard !acceptance.isUpToDate else {
        console.write("\(visible(file)): nothing changed\n")
        return ExitStatus.success
      }
      try acceptance.write()
      console.write("\(visible(file)): outputs written\n")
      return ExitStatus.success
    }
  }
}

extension Console {
  /// Says which cell of a notebook failed, and its error as printed.
  func remark(_ failure: NotebookRun.Failure, in file: String) {
    remark("\(visible(file)):\(failure.line): \(failure.cellID) failed\n\(failure.text)")
  }
}

/// Opens a notebook for some work; a file that cannot be used is said, with status 2.
func withNotebook(
  _ path: String, _ console: Console,
  _ work: (OpenNotebook) throws(NotebookFileError) -> Int32
) -> Int32 {
  do throws(NotebookFileError) {
    return console.status(try work(try OpenNotebook(withCellsAt: path)))
  } catch {
    return console.unusable(error)
  }
}

extension Console {
  /// Says why a file cannot be used, and gives the status for it.
  func unusable(_ error: NotebookFileError) -> Int32 {
    remark("error: \(visible(error.message))\n")
    if let help = error.help { remark("help: \(visible(help))\n") }
    return ExitStatus.unusable
  }
}
