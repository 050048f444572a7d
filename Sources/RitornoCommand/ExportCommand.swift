import ArgumentParser
import Notebooks
import Sessions
import Terminal
import Texts

extension ExportForm: ExpressibleByArgument {}

/// `ritorno export FILE --to html`: a notebook for people who have no Ritorno.
struct ExportCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract:
      "Runs a notebook and writes it as a page, a Jupyter notebook, Markdown, tables or pictures.",
    discussion: """
      Files go beside the notebook: NAME.html, NAME.ipynb, NAME.export.md; tables (csv) and pictures (svg) \
      into the folder NAME.files, one for each cell. --output names another place, - standard output.
      """)

  @ArgumentParser.Argument(help: "A notebook.")
  var file: String

  @Option(help: "html, ipynb, md, csv or svg.")
  var to: ExportForm

  @Option(name: .shortAndLong, help: "The file to write, or the folder for csv and svg.")
  var output: String?

  @Flag(name: .customLong("fold-code"), help: "In html, the code is folded away.")
  var foldsCode = false

  @OptionGroup var replay: ReplayFlags

  func execute() -> Int32 {
    let console = Console()
    Interrupt.install()
    guard let choices = try? replay.choices() else { return ExitStatus.unusable }
    return withNotebook(file, console) { notebook throws(NotebookFileError) in
      let export = try NotebookExport(notebook, choices) { Interrupt.isRequested }
      if export.isCancelled { return ExitStatus.interrupted }
      if let failure = export.failure {
        console.remark(failure, in: file)
        console.remark("nothing was written\n")
        return ExitStatus.failure
      }
      if export.showsCustomers {
        console.remark(
          "note: it shows customers as the data name them; set mask = customer hides them\n")
      }
      return try write(export, console)
    }
  }

  private func write(
    _ export: NotebookExport, _ console: Console
  ) throws(NotebookFileError) -> Int32 {
    let stem = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
    let files = to.files(of: export, stem: stem, foldsCode: foldsCode)
    if files.isEmpty {
      console.remark("the notebook has no \(to == .svg ? "picture" : "table") to write\n")
      return ExitStatus.success
    }
    for one in files {
      if output == "-" {
        console.write(one.text)
        continue
      }
      let path = place(of: one.path)
      if let folder = folderToMake(path) { try AtomicFile.makeFolder(folder) }
      try AtomicFile.write(Array(one.text.utf8), to: path)
      console.write("wrote \(visible(path))\n")
    }
    return console.status(ExitStatus.success)
  }

  private func place(of path: String) -> String {
    guard let output else { return path }
    guard isOneFile else { return output + "/" + lastComponent(of: path) }
    return output
  }

  private var isOneFile: Bool { to != .csv && to != .svg }

  private func folderToMake(_ path: String) -> String? { isOneFile ? nil : folder(of: path) }
}

/// `ritorno import x.ipynb`: a Jupyter notebook as a notebook.
struct ImportCommand: ExitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a notebook of a Jupyter file; one that export wrote comes back byte for byte.")

  @ArgumentParser.Argument(help: "A Jupyter notebook (.ipynb).")
  var file: String

  @Option(name: .shortAndLong, help: "The notebook to write; it must not be there yet.")
  var output: String?

  func execute() -> Int32 {
    let console = Console()
    do throws(NotebookFileError) {
      let made = try JupyterImport(try AtomicFile.read(file).bytes)
      let path = output ?? (file.hasSuffix(".ipynb") ? String(file.dropLast(6)) : file) + ".md"
      if path == "-" {
        console.write(String(decoding: made.bytes, as: UTF8.self))
        return console.status(ExitStatus.success)
      }
      try writeNew(made.bytes, to: path)
      console.write("wrote \(visible(path))\n")
      if made.foreignCount > 0 {
        console.remark(
          "note: \(made.foreignCount) code cells of another language are kept and never run\n")
      }
      return console.status(ExitStatus.success)
    } catch {
      return console.unusable(error)
    }
  }
}

/// Writes a file that must not be there yet, unless it already holds just these bytes.
func writeNew(_ bytes: [UInt8], to path: String) throws(NotebookFileError) {
  if let (old, _) = try? AtomicFile.read(path), old == bytes { return }
  do throws(NotebookFileError) {
    try AtomicFile.write(bytes, to: path, expecting: .missing)
  } catch {
    guard error.kind == .changed else { throw error }
    throw NotebookFileError(
      .changed, "'\(path)' is there already", help: "name another file with --output")
  }
}
