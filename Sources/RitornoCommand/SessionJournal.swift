import Notebooks

/// The journal of one interactive session: what was answered is on the disk first.
final class SessionJournal {
  /// Journals are numbered files in one folder; more sessions than this at once keep none.
  private static let places = 1...50

  private let folder: String?
  private var journal: Journal?
  private var isBroken = false
  /// What ran before anything was typed: of no worth by itself.
  private var beginnings: [JournalRecord] = []
  private var isStarting = true

  init(folder: String?) {
    self.folder = folder.map { $0 + "/journal" }
  }

  /// Adds a cell; gives a sentence, once, where that cannot be done.
  func append(_ id: String, _ source: String, _ output: String) -> String? {
    guard folder != nil, !isBroken else { return nil }
    let record = JournalRecord(cellID: id, source: source, output: output)
    if isStarting {
      beginnings.append(record)
      return nil
    }
    do {
      if journal == nil {
        journal = try begin()
        for record in beginnings { try journal?.append(record) }
      }
      try journal?.append(record)
      return nil
    } catch {
      isBroken = true
      return error.message + ": a session that breaks off cannot be recovered"
    }
  }

  /// What is added from here on was typed.
  func startsHere() { isStarting = false }

  /// Ends the journal: of a session that was saved, or had nothing to save, nothing needs to be kept.
  func close(isSaved: Bool) {
    guard let journal, isSaved else { return }
    // A journal that stays is offered once more, which does no harm.
    try? Journal.remove(journal.path)
  }

  /// The unsaved sessions that ended, oldest place first.
  var leftBehind: [(path: String, contents: JournalContents)] {
    SessionJournal.places.compactMap { place in
      guard let path = path(place), path != journal?.path, !Journal.isInUse(path),
        let contents = try? Journal.read(path), !contents.cells.isEmpty
      else { return nil }
      return (path, contents)
    }
  }

  private func path(_ place: Int) -> String? { folder.map { "\($0)/session-\(place).jsonl" } }

  private func begin() throws(NotebookFileError) -> Journal? {
    for place in SessionJournal.places {
      guard let path = path(place), isFree(path) else { continue }
      return try Journal(path: path, folder: workingFolder())
    }
    return nil
  }

  private func isFree(_ path: String) -> Bool {
    do throws(NotebookFileError) {
      let contents = try Journal.read(path)
      return contents.records.isEmpty && !Journal.isInUse(path)
    } catch {
      return error.kind == .missing
    }
  }
}

/// The folder that the process works in, without links.
func workingFolder() -> String {
  (try? confinementRoot(notebookFolder: ".", workingFolder: ".")) ?? "."
}
