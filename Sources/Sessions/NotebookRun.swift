import Columns
import Language
package import Notebooks

/// A notebook executed in a session: what its outputs would be now.
package struct NotebookRun: Sendable {
  package private(set) var outcomes: [CellOutcome] = []
  /// The files that were read, by the path as written, in order of first use.
  package private(set) var fingerprints: [DataFingerprint] = []
  /// The first cell that failed though it should not have, and its error as printed.
  package private(set) var failure: Failure?
  package private(set) var isCancelled = false
  package var session: Session
  private var chain = DependencyChain()

  package struct Failure: Hashable, Sendable {
    package var cellID: String
    /// The line of the notebook at which the cell's source begins.
    package var line: Int
    package var text: String
  }

  package init(_ session: Session) {
    self.session = session
  }

  /// Runs the cells from the first on; stops at the first failure that the notebook does not expect.
  /// `shown` is called with each cell and its result.
  package mutating func run(
    _ document: NotebookDocument, isCancelled: () -> Bool = { false },
    shown: (NotebookCell, CellResult) -> Void = { _, _ in }
  ) {
    for cell in document.cells where !cell.isSkipped {
      let before = session
      let result = session.evaluateCell(cell.source, isCancelled: isCancelled)
      shown(cell, result)
      if result.isCancelled {
        self.isCancelled = true
        return
      }
      record(
        cell.id, cell.source, result, changesSession: session.revision != before.revision)
      if let error = result.error, !cell.expectsError {
        failure = Failure(cellID: cell.id, line: cell.firstLine, text: error)
        return
      }
    }
  }

  /// Takes down what a cell did.
  package mutating func record(
    _ id: String, _ source: String, _ result: CellResult, changesSession: Bool
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
    let hash = cellHash(
      source: source, dependencies: chain.dependencies, fingerprints: files,
      parameters: session.parametersNamed(in: source))
    chain.add(hash, changesSession: changesSession)
    outcomes.append(
      CellOutcome(
        cellID: id, text: result.text, hash: hash, isError: result.error != nil,
        truncation: result.truncation))
  }
}

/// Which earlier cells a cell follows from: all that changed the session, and the one just before,
/// whose result it may go on from.
private struct DependencyChain {
  private var changes: [String] = []
  private var last: String?

  var dependencies: [String] {
    guard let last, !changes.contains(last) else { return changes }
    return changes + [last]
  }

  mutating func add(_ hash: String, changesSession: Bool) {
    if changesSession { changes.append(hash) }
    last = hash
  }
}

extension Session {
  fileprivate func parametersNamed(in source: String) -> [NamedValue] {
    parameters.keys.sorted().filter { source.contains("$" + $0) }.map {
      NamedValue(name: $0, value: format(.literal(parameters[$0] ?? .missing, SourceRange(0, 0))))
    }
  }
}
