import Language
package import Notebooks
import Samples
import TableFiles

/// What can be said of a notebook without running it: what is wrong in its lines, and which stored
/// outputs no longer follow from its cells, data and parameters.
package struct NotebookCheck: Sendable {
  package private(set) var problems: [Problem] = []
  package private(set) var stale: [Stale] = []
  /// Cells with a stored output that still follows from all it was made of.
  package private(set) var freshCount = 0

  package struct Problem: Hashable, Sendable {
    package var cellID: String
    /// The line of the notebook at which the statement begins.
    package var line: Int
    /// As printed, with place and fix.
    package var text: String
  }

  package struct Stale: Hashable, Sendable {
    package var cellID: String
    package var line: Int
    /// `its source changed`
    package var reason: String
  }

  package var isClean: Bool { problems.isEmpty && stale.isEmpty }

  package init(
    _ notebook: OpenNotebook, _ choices: ReplayChoices
  ) throws(NotebookFileError) {
    let session = try notebook.freshSession(choices)
    let files = DataFiles(notebook.document.frontMatter.fingerprints, session.places)
    var dependencies = CellDependencies(session.lexicon)
    var states: [(id: String, hash: String, isStale: Bool)] = []
    for cell in notebook.document.cells where !cell.isSkipped {
      check(cell, session)
      let links = dependencies.add(cell.source)
      let read = links.paths.flatMap { files.now($0) }
      let hash = cellHash(
        source: cell.source, dependencies: links.dependencies.map { states[$0].hash },
        fingerprints: read, parameters: parametersNamed(in: cell.source, session.parameters))
      let causes = links.dependencies.filter { states[$0].isStale }.map { states[$0].id }
      let changed = links.paths.filter(files.hasChanged)
      let reason = reason(cell, hash, changed, causes)
      states.append((cell.id, hash, reason != nil))
      if let reason {
        stale.append(Stale(cellID: cell.id, line: cell.firstLine, reason: reason))
      } else if cell.output != nil {
        freshCount += 1
      }
    }
  }

  /// Why a stored output cannot be trusted any more; nil where it can, or where there is none.
  private func reason(
    _ cell: NotebookCell, _ hash: String, _ changed: [String], _ causes: [String]
  ) -> String? {
    guard let output = cell.output else {
      return cell.isVolatile || cell.source.isEmpty || keepsSilent(cell) ? nil : "never run"
    }
    guard let stored = output.hash else { return "its output carries no hash" }
    guard stored != hash else { return nil }
    if !changed.isEmpty { return "the data changed: " + changed.joined(separator: ", ") }
    if !causes.isEmpty { return "it follows from " + causes.joined(separator: ", ") }
    return "its source changed, or a parameter or setting that it uses"
  }

  /// Whether every line of a cell is empty or a comment, so that it has no answer.
  private func keepsSilent(_ cell: NotebookCell) -> Bool { splitStatements(cell.source).isEmpty }

  private mutating func check(_ cell: NotebookCell, _ session: Session) {
    guard !cell.expectsError else { return }
    for statement in splitStatements(cell.source) {
      let parsed = parse(statement.text, grammar: session.grammar)
      let errors = parsed.diagnostics.filter { $0.severity == .error }
      let line = cell.firstLine + statement.firstLine - 1
      for error in errors {
        problems.append(
          Problem(
            cellID: cell.id, line: line, text: render(error, in: SourceText(statement.text))))
      }
      if case .command? = parsed.statement {
        problems.append(
          Problem(
            cellID: cell.id, line: line,
            text: "error: a line with a dot is about the shell and has no place here"))
      }
    }
  }
}

extension NotebookCheck {
  /// The report that `check` prints.
  package func report(path: String) -> String {
    var lines: [String] = []
    for problem in problems {
      lines += ["\(path):\(problem.line): \(problem.cellID)", problem.text]
    }
    for cell in stale {
      lines.append("\(path):\(cell.line): \(cell.cellID) is stale: \(cell.reason)")
    }
    if isClean {
      lines.append(
        "\(path): \(freshCount == 1 ? "1 output is" : "\(freshCount) outputs are") up to date")
    } else if !stale.isEmpty {
      lines.append("run  ritorno verify \(path)  to see the differences, accept to write them")
    }
    return lines.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
  }
}

/// The data files of a notebook, as recorded and as they are now.
private struct DataFiles {
  private let recorded: [DataFingerprint]
  private let current: [String: DataFingerprint]

  init(_ recorded: [DataFingerprint], _ places: FilePlaces) {
    self.recorded = recorded
    var current: [String: DataFingerprint] = [:]
    for file in recorded { current[file.name] = DataFiles.fingerprint(file, places) }
    self.current = current
  }

  /// What the files that a load reads hold now; a sample that was made with options is recorded under
  /// its name and these.
  func now(_ path: String) -> [DataFingerprint] {
    names(path).compactMap { current[$0] }
  }

  func hasChanged(_ path: String) -> Bool {
    let names = names(path)
    return names.isEmpty
      || names.contains { name in
        current[name]?.sha256 != recorded.first { $0.name == name }?.sha256
      }
  }

  private func names(_ path: String) -> [String] {
    recorded.map(\.name).filter { $0 == path || $0.hasPrefix(path + " with ") }
  }

  /// A file that cannot be read now has none.
  private static func fingerprint(
    _ file: DataFingerprint, _ places: FilePlaces
  ) -> DataFingerprint? {
    let words = file.name.split(separator: " ").map(String.init)
    if words.first == "sample", places.standIns[file.name] == nil {
      // A sample is made by the program: only another program makes other bytes.
      guard words.count == 2, let bytes = try? Sample.named(words[1])?.bytes() else { return file }
      return print(FileFingerprint(of: bytes), file)
    }
    return places.fingerprint(file.name).map { print($0, file) }
  }

  private static func print(_ found: FileFingerprint, _ file: DataFingerprint) -> DataFingerprint {
    DataFingerprint(name: file.name, sha256: found.sha256, bytes: found.bytes, rows: file.rows)
  }
}
