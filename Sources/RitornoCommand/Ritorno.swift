import ArgumentParser
import Sessions
import Terminal

/// The version that `--version` prints.
let ritornoVersion = "0.1.0"

/// The command line: the shell and its batch forms by default, a subcommand for each thing to do with
/// a notebook.
struct Ritorno: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ritorno",
    abstract: "Why do our clients not come back?",
    discussion: """
      Without a subcommand it starts the shell: ritorno [FILE.csv | FILE.md] [-c LINE] [-f FILE].
      """,
    version: ritornoVersion,
    subcommands: [
      ShellCommand.self, RunCommand.self, ReplayCommand.self, VerifyCommand.self,
      AcceptCommand.self, CheckCommand.self, ExportCommand.self, ImportCommand.self,
      NewCommand.self, GradeCommand.self, DocsCommand.self,
    ],
    defaultSubcommand: ShellCommand.self)
}

/// A command that says with which status the process ends.
protocol ExitingCommand: ParsableCommand {
  func execute() -> Int32
}

extension ExitingCommand {
  mutating func run() throws {
    let status = execute()
    if status != 0 { throw ExitCode(status) }
  }
}

/// What the process ends with.
enum ExitStatus {
  static let success: Int32 = 0
  /// An error in a line, or a notebook that differs.
  static let failure: Int32 = 1
  /// Wrong flags, or a script or notebook that cannot be read.
  static let unusable: Int32 = 2
  static let interrupted: Int32 = 130
}

/// Runs the program with the arguments that follow its name, and gives the status to end with.
package func runRitorno(_ arguments: [String]) -> Int32 {
  reserveStandardDescriptors()
  if ["-h", "--help", "help"].contains(arguments.joined(separator: " ")) {
    let console = Console()
    console.write(usage)
    return console.status(ExitStatus.success)
  }
  if arguments.count == 2, arguments[0] == "help", let page = HelpPages().page(arguments[1]) {
    let console = Console()
    console.write(page)
    return console.status(ExitStatus.success)
  }
  do {
    var command = try Ritorno.parseAsRoot(arguments)
    try command.run()
    return ExitStatus.success
  } catch let code as ExitCode {
    return code.rawValue
  } catch {
    return report(error)
  }
}

/// An example first, then what can be done, then the flags of the shell.
private var usage: String {
  "ritorno gym.csv -c \"churn by month\"\n\n" + Ritorno.helpMessage() + "\n\n"
    + Ritorno.helpMessage(for: ShellCommand.self) + "\n"
}

/// Help and version go to standard output, a wrong flag to standard error with status 2.
private func report(_ error: any Error) -> Int32 {
  let isWrong = Ritorno.exitCode(for: error) != .success
  let result = writeAll(Ritorno.fullMessage(for: error) + "\n", to: isWrong ? 2 : 1)
  if case .failed = result { return ExitStatus.failure }
  return isWrong ? ExitStatus.unusable : ExitStatus.success
}
