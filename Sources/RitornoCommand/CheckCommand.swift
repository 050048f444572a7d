import ArgumentParser
import Notebooks
import Sessions
import Texts

/// How a report on a notebook is printed.
enum ReportForm: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// `ritorno check FILE...`: what is wrong or stale in notebooks, without running them.
struct CheckCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says without running which lines are wrong and which outputs are stale, and why.")

  @ArgumentParser.Argument(help: "Notebooks.")
  var files: [String]

  @Option(help: "text, or json: an object a file on a line.")
  var format = ReportForm.text

  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    guard let choices = try? replay.choices() else { return ExitStatus.unusable }
    var status = ExitStatus.success
    for file in files {
      let one = withNotebook(file, console) { notebook throws(NotebookFileError) in
        let check = try NotebookCheck(notebook, choices)
        switch format {
        case .text: console.write(check.report(path: visible(file)))
        case .json: console.write(check.json(path: file).compact + "\n")
        }
        return check.isClean ? ExitStatus.success : ExitStatus.failure
      }
      status = max(status, one)
    }
    return status
  }
}
