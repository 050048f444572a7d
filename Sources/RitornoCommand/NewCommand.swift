import ArgumentParser
import Notebooks
import Sessions
import Terminal
import Texts

/// `ritorno new NAME.md`: a notebook to begin with, or a lesson with its answers.
struct NewCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract:
      "Writes a notebook to begin with; with --exercise a lesson and the file of its answers.")

  @ArgumentParser.Argument(help: "The notebook to write, a name that ends in .md.")
  var file: String = "lesson.md"

  @Flag(help: "A lesson with exercises, and NAME.checks.md, which holds the answers.")
  var exercise = false

  func execute() -> Int32 {
    let console = Console()
    guard file.hasSuffix(".md") else {
      console.remark(
        "error: a notebook's name ends in .md\nhelp: ritorno new \(visible(file)).md\n")
      return ExitStatus.unusable
    }
    let title = String(lastComponent(of: file).dropLast(3))
    do throws(NotebookFileError) {
      guard exercise else {
        try writeNew(Array(NotebookSkeleton.notebook(title: title).utf8), to: file)
        console.write("wrote \(visible(file)): ritorno accept \(visible(file)) runs it\n")
        return console.status(ExitStatus.success)
      }
      let checks = String(file.dropLast(3)) + ".checks.md"
      try writeNew(Array(NotebookSkeleton.checks(title: title).utf8), to: checks)
      try writeNew(Array(NotebookSkeleton.lesson(title: title).utf8), to: file)
      console.write(
        "wrote \(visible(file)) for the class and \(visible(checks)) for you\n"
          + "ritorno grade \(visible(file)) --against \(visible(checks)) marks it\n")
      return console.status(ExitStatus.success)
    } catch {
      return console.unusable(error)
    }
  }
}

/// `ritorno grade FILE --against CHECKS`: marks the exercises of a lesson.
struct GradeCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Marks the exercises of a notebook: 0 all right, 1 some are not, 2 cannot run.")

  @ArgumentParser.Argument(help: "A learner's notebook.")
  var file: String

  @Option(help: "The teacher's notebook, with a model answer under each exercise's id.")
  var against: String

  @Option(help: "text, or json: an object on a line.")
  var format = ReportForm.text

  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    Interrupt.install()
    guard let choices = try? replay.choices() else { return ExitStatus.unusable }
    return withNotebook(file, console) { learner throws(NotebookFileError) in
      let teacher = try OpenNotebook(withCellsAt: against)
      let grading = try Grading(learner, against: teacher, choices) { Interrupt.isRequested }
      switch format {
      case .text: console.write(grading.report(path: visible(file)))
      case .json: console.write(grading.json(path: file).compact + "\n")
      }
      if grading.isCancelled { return ExitStatus.interrupted }
      return grading.points == grading.most ? ExitStatus.success : ExitStatus.failure
    }
  }
}
