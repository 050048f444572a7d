import ArgumentParser
import Sessions

/// `ritorno docs`: the reference manual, as Markdown.
struct DocsCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Prints the reference of the language as Markdown.")

  func execute() -> Int32 {
    let console = Console()
    console.write(Reference().markdown)
    return console.status(ExitStatus.success)
  }
}
