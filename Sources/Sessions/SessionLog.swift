import Columns
import Language
package import Notebooks

/// The lines of a session that a saved notebook keeps: those that succeeded.
package struct SessionLog: Sendable {
  /// The notebook that the session goes on from, if one was opened or saved.
  package private(set) var notebook: OpenNotebook?
  /// What the notebook's cells answered when they were run here; empty until they were.
  private var notebookRun: NotebookRun?
  private var entries: [Entry] = []

  private struct Entry: Sendable {
    var id: String
    var source: String
    var result: CellResult
    var changesSession: Bool
  }

  package init() {}

  /// The lines typed since the start, the last opening or the last save.
  package var typed: [(id: String, source: String)] { entries.map { ($0.id, $0.source) } }

  /// The cells of the open notebook, then the lines typed since.
  package var cells: [(id: String, source: String)] {
    (notebook?.document.cells ?? []).map { ($0.id, $0.source) } + typed
  }

  /// Takes down a line that succeeded, and gives its cell's id.
  @discardableResult
  package mutating func add(_ source: String, _ result: CellResult, changesSession: Bool) -> String
  {
    let taken = (notebook?.document.cells.map(\.id) ?? []) + entries.map(\.id)
    var number = taken.count + 1
    while taken.contains("c\(number)") { number += 1 }
    let id = "c\(number)"
    entries.append(
      Entry(id: id, source: source, result: result, changesSession: changesSession))
    return id
  }

  /// Starts anew from a notebook.
  package mutating func open(_ notebook: OpenNotebook) {
    self = SessionLog()
    self.notebook = notebook
  }

  /// Notes that the open notebook's cells were run in this session.
  package mutating func didRun(_ run: NotebookRun) {
    notebookRun = run
  }

  /// Writes the session to a file: a new notebook, or the open one with the new cells at its end.
  /// Paths in lines are written anew where the file stands in another folder than the session.
  package mutating func save(to path: String, from session: Session) throws(NotebookFileError) {
    var run = notebookRun ?? NotebookRun(session)
    run.session = session
    let move = try PathMove(from: session.places.folder, to: path, of: notebook)
    var cells: [NotebookDocument.NewCell] = []
    for entry in entries {
      let source = move.source(entry.source, session.grammar)
      var result = entry.result
      for index in result.files.indices {
        result.files[index].path = move.path(result.files[index].path)
      }
      cells.append(.init(id: entry.id, source: source))
      run.record(entry.id, source, result, changesSession: entry.changesSession)
    }
    let bytes = try written(cells, run, path)
    let isOpenOne = notebook?.path == path
    do {
      try AtomicFile.write(bytes, to: path, expecting: isOpenOne ? notebook?.stamp : .missing)
    } catch  where error.kind == .changed && !isOpenOne {
      throw NotebookFileError(
        .changed, "'\(path)' is there already and is not the notebook of this session",
        help: "choose another name, or go on from it with  .open \(path)")
    }
    notebook = try OpenNotebook(path: path)
    notebookRun = run
    entries = []
  }

  private func written(
    _ cells: [NotebookDocument.NewCell], _ run: NotebookRun, _ path: String
  ) throws(NotebookFileError) -> [UInt8] {
    let parameters = run.session.parameters.keys.sorted().map { name in
      NotebookParameter(
        name: name,
        value: format(.literal(run.session.parameters[name] ?? .missing, SourceRange(0, 0))))
    }
    let bytes =
      notebook?.document.appending(cells)
      ?? NotebookDocument.newDocument(title: stem(of: path), cells: cells, parameters: parameters)
    do {
      let document = try NotebookDocument(parsing: bytes)
      // Cells that were not run here keep the data that they were run on.
      var fingerprints = notebookRun == nil ? document.frontMatter.fingerprints : []
      for file in run.fingerprints {
        fingerprints.removeAll { $0.name == file.name }
        fingerprints.append(file)
      }
      return document.withOutputs(run.outcomes, fingerprints: fingerprints)
    } catch {
      throw NotebookFileError(.other, "cannot save '\(path)': \(error.message)", help: error.help)
    }
  }

  private func stem(of path: String) -> String {
    let name = lastComponent(of: path)
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }
}

extension NotebookDocument {
  /// The notebook's bytes with more cells after its end.
  fileprivate func appending(_ cells: [NewCell]) -> [UInt8] {
    guard !cells.isEmpty else { return bytes }
    let made = NotebookDocument.newDocument(title: "", cells: cells)
    guard let text = try? NotebookDocument(parsing: made), let first = text.cells.first else {
      return bytes
    }
    let start = made.lineStart(first.firstLine - 1)
    let gap: [UInt8] = bytes.last == 0x0A ? [0x0A] : [0x0A, 0x0A]
    return bytes + (bytes.isEmpty ? [] : gap) + made[start...]
  }
}

extension [UInt8] {
  /// The offset of a line, counted from 1.
  fileprivate func lineStart(_ line: Int) -> Int {
    var remaining = line - 1
    var index = 0
    while remaining > 0, index < count {
      if self[index] == 0x0A { remaining -= 1 }
      index += 1
    }
    return index
  }
}
