package import Notebooks

/// What a replay found, compared with what the notebook holds.
package struct NotebookVerification: Sendable {
  /// Files that are others than those recorded, a sentence each.
  package private(set) var changedData: [String] = []
  /// Cells whose source, or what it follows from, is another than when its output was stored, whether
  /// the output differs or not.
  package private(set) var changedCells: [String] = []
  /// Cells whose output differs.
  package private(set) var differences: [Difference] = []
  /// Cells without a stored output, of those that have one now.
  package private(set) var neverRun: [String] = []
  package private(set) var comparedCount = 0
  package let failure: NotebookRun.Failure?
  package let isCancelled: Bool
  /// Whether files that are others than those recorded do not count as a difference.
  package let acceptsAnyData: Bool

  /// Why an output is another than the stored one.
  package enum Cause: String, Hashable, Sendable {
    /// A file that it follows from holds something else.
    case data
    /// The cell, or one that it follows from, was changed, or a parameter.
    case code
    /// Nothing that it follows from: the program answers otherwise.
    case result
  }

  package struct Difference: Hashable, Sendable {
    package var cellID: String
    package var cause: Cause
    /// As `diff -u` prints it.
    package var diff: String
    /// The largest relative difference of numbers, in words; nil where texts differ only.
    package var summary: String?
  }

  package var isSame: Bool {
    failure == nil && !isCancelled && differences.isEmpty && neverRun.isEmpty
      && (changedData.isEmpty || acceptsAnyData)
  }

  /// Replays in a fresh session and compares. Stops before comparing outputs where the data changed,
  /// unless `choices` accept any data.
  package init(
    _ notebook: OpenNotebook, _ choices: ReplayChoices, isCancelled: () -> Bool = { false }
  ) throws(NotebookFileError) {
    var run = try NotebookRun(notebook, choices)
    run.run(notebook.document, isCancelled: isCancelled)
    failure = run.failure
    self.isCancelled = run.isCancelled
    acceptsAnyData = choices.acceptsAnyData
    compareData(notebook.document.frontMatter.fingerprints, run.fingerprints)
    guard changedData.isEmpty || acceptsAnyData else { return }
    for outcome in run.outcomes where outcome.cellID != run.failure?.cellID {
      if let cell = notebook.document.cell(outcome.cellID) {
        let tolerance = OutputTolerance(of: cell, in: notebook.document)
        compare(cell, outcome, tolerance, run.hashOnRecordedData(cell.id))
        if let picture = outcome.picture, !cell.isVolatile {
          compare(picture, of: cell.id, beside: notebook.path, tolerance)
        }
      }
    }
  }

  private mutating func compareData(_ then: [DataFingerprint], _ now: [DataFingerprint]) {
    for file in now {
      guard let recorded = then.first(where: { $0.name == file.name }) else { continue }
      guard recorded.sha256 != file.sha256 || recorded.isLost else { continue }
      func words(_ print: DataFingerprint) -> String {
        (print.rows.map { "\($0) rows, " } ?? "")
          + "\(print.bytes) bytes (sha256 \(print.sha256.prefix(8)))"
      }
      changedData.append(
        "the data changed: \(file.name) had \(words(recorded)) and has \(words(file))")
    }
  }

  private mutating func compare(
    _ cell: NotebookCell, _ outcome: CellOutcome, _ tolerance: OutputTolerance,
    _ hashOnRecordedData: String?
  ) {
    guard !cell.isVolatile else { return }
    guard let stored = cell.output else {
      if !outcome.text.isEmpty { neverRun.append(cell.id) }
      return
    }
    comparedCount += 1
    if stored.hash != outcome.hash { changedCells.append(cell.id) }
    let comparison = compareOutputs(
      stored: stored.text, fresh: outcome.text, tolerance: tolerance)
    guard !comparison.isSame else { return }
    let diff = unifiedDiff(
      old: canonicalText(stored.text), new: canonicalText(outcome.text), label: cell.id)
    let cause: Cause =
      stored.hash == outcome.hash ? .result : stored.hash == hashOnRecordedData ? .data : .code
    differences.append(
      Difference(
        cellID: cell.id, cause: cause, diff: diff, summary: comparison.summary(cellID: cell.id)))
  }

  /// A picture says the same as its cell's text: only one that is missing, or that shows something
  /// else than the text that is the same, is a difference of its own.
  private mutating func compare(
    _ picture: CellPicture, of cellID: String, beside path: String, _ tolerance: OutputTolerance
  ) {
    guard !differences.contains(where: { $0.cellID == cellID }), !neverRun.contains(cellID) else {
      return
    }
    let found: String
    if let bytes = try? AtomicFile.read(picture.path(beside: path)).bytes {
      let stored = String(decoding: bytes, as: UTF8.self)
      guard
        !compareOutputs(stored: stored, fresh: picture.text, tolerance: tolerance).isSame
      else { return }
      found = "shows something else"
    } else {
      found = "is not there"
    }
    differences.append(
      Difference(
        cellID: cellID, cause: .result, diff: "the picture \(picture.place) \(found)", summary: nil)
    )
  }
}

extension NotebookVerification {
  /// The report that `verify` prints.
  package func report(path: String) -> String {
    var lines = changedData.map { "\(path): \($0)" }
    if !changedData.isEmpty, !acceptsAnyData {
      lines.append("outputs were not compared; --any-data compares them all the same")
    }
    for difference in differences {
      let cause =
        switch difference.cause {
        case .data: "the data changed"
        case .code: "the cell or what it depends on changed"
        case .result: "the result changed"
        }
      lines.append("\(path): \(difference.cellID) differs: \(cause)")
      if let summary = difference.summary { lines.append(summary) }
      lines.append(difference.diff)
    }
    for cell in neverRun { lines.append("\(path): \(cell) has no stored output") }
    if let failure {
      lines.append("\(path):\(failure.line): \(failure.cellID) could not run")
      lines.append(failure.text)
    }
    if isCancelled { lines.append("\(path): cancelled") }
    if isSame {
      lines.append(
        comparedCount == 1
          ? "\(path): 1 output is the same" : "\(path): \(comparedCount) outputs are the same")
    }
    return lines.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
  }
}
