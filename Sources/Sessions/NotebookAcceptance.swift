package import Notebooks

/// The outputs of a replay, to be written into the notebook: what `accept` does.
package struct NotebookAcceptance: Sendable {
  private let notebook: OpenNotebook
  private let run: NotebookRun
  private let bytes: [UInt8]
  private let newPictures: [CellPicture]

  /// Runs a notebook in a fresh session. Where a cell fails that should not, `failure` says so, and
  /// nothing should be written.
  package init(
    _ notebook: OpenNotebook, _ choices: ReplayChoices, isCancelled: () -> Bool = { false }
  ) throws(NotebookFileError) {
    var run = try NotebookRun(notebook, choices)
    run.run(notebook.document, isCancelled: isCancelled)
    self.notebook = notebook
    self.run = run
    bytes = notebook.document.withOutputs(run.outcomes, fingerprints: run.fingerprints)
    newPictures = run.outcomes.compactMap(\.picture).filter {
      !$0.isKept(beside: notebook.path)
    }
  }

  package var failure: NotebookRun.Failure? { run.failure }
  package var isCancelled: Bool { run.isCancelled }

  /// Whether the notebook and its pictures already hold what the replay gives.
  package var isUpToDate: Bool { bytes == notebook.document.bytes && newPictures.isEmpty }

  /// Writes the pictures, then the notebook that names them.
  package func write() throws(NotebookFileError) {
    for picture in newPictures { try picture.keep(beside: notebook.path) }
    guard bytes != notebook.document.bytes else { return }
    try AtomicFile.write(bytes, to: notebook.path, expecting: notebook.stamp)
  }
}
