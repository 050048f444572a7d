import Columns
import Language
package import Notebooks
import Presentation

/// A notebook executed in a session: what its outputs would be now.
package struct NotebookRun: Sendable {
  package private(set) var outcomes: [CellOutcome] = []
  /// The files that were read, by the path as written, in order of first use.
  package private(set) var fingerprints: [DataFingerprint] = []
  /// The first cell that failed though it should not have, and its error as printed.
  package private(set) var failure: Failure?
  package private(set) var isCancelled = false
  package var session: Session
  /// Where the notebook is, or will be: pictures that cells keep stand beside it.
  private let notebookPath: String
  private var dependencies: CellDependencies
  private var hashes: [String] = []
  /// What the files held when outputs were stored, and the hashes that follow from it.
  private var recorded: [DataFingerprint] = []
  private var recordedHashes: [String] = []

  package struct Failure: Hashable, Sendable {
    package var cellID: String
    /// The line of the notebook at which the cell's source begins.
    package var line: Int
    package var text: String
  }

  package init(_ session: Session, of notebookPath: String) {
    self.session = session
    self.notebookPath = notebookPath
    dependencies = CellDependencies(session.lexicon)
  }

  /// In a fresh session, with the notebook's parameters or the ones that are given.
  package init(_ notebook: OpenNotebook, _ choices: ReplayChoices) throws(NotebookFileError) {
    self.init(try notebook.freshSession(choices), of: notebook.path)
    recorded = notebook.document.frontMatter.fingerprints
  }

  /// Runs the cells from the first on; stops at the first failure that the notebook does not expect.
  /// `shown` is called with each cell and its result.
  package mutating func run(
    _ document: NotebookDocument, isCancelled: () -> Bool = { false },
    shown: (_ cell: NotebookCell, _ result: CellResult, _ after: Session) -> Void = { _, _, _ in }
  ) {
    for cell in document.cells where !cell.isSkipped {
      let result = session.evaluateCell(cell.source, isCancelled: isCancelled)
      shown(cell, result, session)
      if result.isCancelled {
        self.isCancelled = true
        return
      }
      record(cell.id, cell.source, result, keepsPicture: cell.keepsPicture)
      if let error = result.error, !cell.expectsError {
        failure = Failure(cellID: cell.id, line: cell.firstLine, text: error)
        return
      }
    }
  }

  /// The hash that a cell would have if the files still held what is recorded of them.
  func hashOnRecordedData(_ cellID: String) -> String? {
    outcomes.firstIndex { $0.cellID == cellID }.map { recordedHashes[$0] }
  }

  /// Takes a cell that is not run here as it is stored, for the sake of those that follow from it.
  package mutating func assume(_ cell: NotebookCell) {
    dependencies.add(cell.source)
    hashes.append(cell.output?.hash ?? "")
    recordedHashes.append(cell.output?.hash ?? "")
  }

  /// Takes down what a cell did.
  package mutating func record(
    _ id: String, _ source: String, _ result: CellResult, keepsPicture: Bool = false
  ) {
    let files = result.files.map {
      DataFingerprint(name: $0.path, sha256: $0.sha256, bytes: $0.bytes, rows: $0.rows)
    }
    for file in files {
      if let index = fingerprints.firstIndex(where: { $0.name == file.name }) {
        fingerprints[index] = file
      } else {
        fingerprints.append(file)
      }
    }
    let links = dependencies.add(source).dependencies
    let parameters = parametersNamed(in: source, session.parameters)
    let hash = cellHash(
      source: source, dependencies: links.map { hashes[$0] }, fingerprints: files,
      parameters: parameters)
    hashes.append(hash)
    recordedHashes.append(
      cellHash(
        source: source, dependencies: links.map { recordedHashes[$0] },
        fingerprints: files.map { file in recorded.first { $0.name == file.name } ?? file },
        parameters: parameters))
    let picture = keepsPicture ? result.picture : nil
    outcomes.append(
      CellOutcome(
        cellID: id, text: result.text, hash: hash, isError: result.error != nil,
        truncation: result.truncation,
        picture: picture.map {
          CellPicture(cellID: id, notebookPath: notebookPath, text: svg($0))
        }))
  }
}

/// The parameters that a source mentions, by name, each with its value as it would be written.
func parametersNamed(in source: String, _ parameters: [String: Literal]) -> [NamedValue] {
  parameters.keys.sorted().filter { source.contains("$" + $0) }.map {
    NamedValue(name: $0, value: format(.literal(parameters[$0] ?? .missing, SourceRange(0, 0))))
  }
}
