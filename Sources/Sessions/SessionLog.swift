import Columns
import Language
package import Notebooks

/// The lines of a session that a saved notebook keeps: those that succeeded.
package struct SessionLog: Sendable {
  /// The notebook that the session goes on from, if one was opened or saved.
  package private(set) var notebook: OpenNotebook?
  /// What the notebook's cells answered when they were run here, by id.
  private var results: [String: CellResult] = [:]
  private var entries: [Entry] = []
  /// Prose that stands below the last line.
  private var closingProse: [String] = []
  /// Whether a cell of the open notebook was changed or taken out and is not saved yet.
  private var hasEdits = false

  private struct Entry: Sendable {
    var id: String
    var source: String
    var result: CellResult
    /// What stands above the cell.
    var prose: [String]
  }

  package init() {}

  /// Whether a save would write something that no file holds.
  package var isSaved: Bool { entries.isEmpty && closingProse.isEmpty && !hasEdits }

  /// The lines typed since the start, the last opening or the last save.
  package var typed: [(id: String, source: String)] { entries.map { ($0.id, $0.source) } }

  /// The cells of the open notebook, then the lines typed since.
  package var cells: [(id: String, source: String)] {
    (notebook?.document.cells ?? []).map { ($0.id, $0.source) } + typed
  }

  /// Takes down a line that succeeded, and gives its cell's id.
  @discardableResult
  package mutating func add(_ source: String, _ result: CellResult) -> String {
    let taken = (notebook?.document.cells.map(\.id) ?? []) + entries.map(\.id)
    var number = taken.count + 1
    while taken.contains("c\(number)") { number += 1 }
    let id = "c\(number)"
    entries.append(Entry(id: id, source: source, result: result, prose: closingProse))
    closingProse = []
    return id
  }

  /// Prose for the notebook, below the last line.
  package mutating func note(_ prose: String) {
    closingProse.append(prose)
  }

  /// Gives a cell another source and what it answers, or takes it out (nil).
  package mutating func change(
    _ id: String, to source: String?, _ result: CellResult
  ) throws(NotebookFileError) {
    if let index = entries.firstIndex(where: { $0.id == id }) {
      if let source {
        entries[index].source = source
        entries[index].result = result
      } else {
        let prose = entries.remove(at: index).prose
        if index < entries.count {
          entries[index].prose = prose + entries[index].prose
        } else {
          closingProse = prose + closingProse
        }
      }
      return
    }
    guard let notebook else { return }
    let bytes =
      source.map { notebook.document.replacingSource(of: id, with: $0) }
      ?? notebook.document.removing(id)
    do {
      self.notebook?.document = try NotebookDocument(parsing: bytes)
      hasEdits = true
    } catch {
      throw NotebookFileError(
        .other, "the notebook cannot hold that: \(error.message)", help: error.help)
    }
  }

  /// Starts anew from a notebook.
  package mutating func open(_ notebook: OpenNotebook) {
    self = SessionLog()
    self.notebook = notebook
  }

  /// Takes down what a cell of the open notebook, or a line typed since, answers now.
  package mutating func didRun(_ id: String, _ result: CellResult) {
    if let index = entries.firstIndex(where: { $0.id == id }) {
      entries[index].result = result
    } else {
      results[id] = result
    }
  }

  /// Writes the session to a file: a new notebook, or the open one with the new cells at its end.
  /// Paths in lines are written anew where the file stands in another folder than the session.
  package mutating func save(to path: String, from session: Session) throws(NotebookFileError) {
    var run = NotebookRun(session, of: path)
    for cell in notebook?.document.cells ?? [] where !cell.isSkipped {
      if let result = results[cell.id] {
        run.record(cell.id, cell.source, result, keepsPicture: cell.keepsPicture)
      } else {
        run.assume(cell)
      }
    }
    let move = try PathMove(from: session.places.folder, to: path, of: notebook)
    var cells: [NotebookDocument.NewCell] = []
    for entry in entries {
      let source = move.source(entry.source, session.grammar)
      var result = entry.result
      for index in result.files.indices {
        result.files[index].path = move.path(result.files[index].path)
      }
      let prose = entry.prose.joined(separator: "\n\n")
      cells.append(.init(id: entry.id, source: source, prose: prose.isEmpty ? nil : prose))
      run.record(entry.id, source, result)
      results[entry.id] = result
    }
    let bytes = try written(cells, run, path)
    let isOpenOne = notebook?.path == path
    for picture in run.outcomes.compactMap(\.picture) where !picture.isKept(beside: path) {
      try picture.keep(beside: path)
    }
    do {
      try AtomicFile.write(bytes, to: path, expecting: isOpenOne ? notebook?.stamp : .missing)
    } catch  where error.kind == .changed && !isOpenOne {
      throw NotebookFileError(
        .changed, "'\(path)' is there already and is not the notebook of this session",
        help: "choose another name, or go on from it with  .open \(path)")
    }
    notebook = try OpenNotebook(path: path)
    entries = []
    closingProse = []
    hasEdits = false
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
      let ranAll = document.cells.allSatisfy { $0.isSkipped || results[$0.id] != nil }
      var fingerprints = ranAll ? [] : document.frontMatter.fingerprints
      for file in run.fingerprints {
        fingerprints.removeAll { $0.name == file.name }
        fingerprints.append(file)
      }
      let closing = closingProse.map { "\n\($0)\n" }.joined()
      return document.withOutputs(run.outcomes, fingerprints: fingerprints) + Array(closing.utf8)
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
