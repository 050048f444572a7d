import Language
import Notebooks

/// Writes relative paths anew for lines that move to a file in another folder.
struct PathMove {
  /// How the old folder is reached from the new one; nil where they are the same.
  private let way: String?

  /// The way of new lines into the file at `path`. The cells of an open notebook are not written anew,
  /// so it stays in its folder.
  init(
    from oldFolder: String, to path: String, of notebook: OpenNotebook?
  ) throws(NotebookFileError) {
    let new = try absoluteFolder(folder(of: path))
    if let notebook, try absoluteFolder(folder(of: notebook.path)) != new {
      throw NotebookFileError(
        .other, "the paths in '\(notebook.path)' start from its folder",
        help: "save it under a name in that folder")
    }
    let old = try absoluteFolder(oldFolder.isEmpty ? "." : oldFolder)
    way = old == new ? nil : relativeWay(from: new, to: old)
  }

  /// A path as the new folder writes it.
  func path(_ path: String) -> String {
    guard let way, !path.hasPrefix("/") else { return path }
    var steps = way.split(separator: "/").map(String.init)
    for step in path.split(separator: "/").map(String.init) where step != "." {
      if step == "..", let last = steps.last, last != ".." {
        steps.removeLast()
      } else {
        steps.append(step)
      }
    }
    return steps.joined(separator: "/")
  }

  /// The statements of a cell with their paths written anew; nothing else changes.
  func source(_ source: String, _ grammar: Grammar) -> String {
    guard way != nil else { return source }
    var result = source
    // From the last statement to the first, so that earlier places stay true.
    for statement in splitStatements(source).reversed() {
      guard case .pipeline(let pipeline, _)? = parse(statement.text, grammar: grammar).statement,
        let (written, range) = pipeline.stages.first?.namedFile
      else { continue }
      let start = statement.range.lowerBound + range.lowerBound
      let end = statement.range.lowerBound + range.upperBound
      var bytes = Array(result.utf8)
      bytes.replaceSubrange(
        start..<end, with: Array(quotedPath(path(written), like: bytes[start]).utf8))
      result = String(decoding: bytes, as: UTF8.self)
    }
    return result
  }

  /// In quotes where it needs them, or where the old one stood in them.
  private func quotedPath(_ path: String, like old: UInt8) -> String {
    let isBare =
      old != UInt8(ascii: "\"") && old != UInt8(ascii: "'")
      && path.allSatisfy { !$0.isWhitespace && !"|\"'`#".contains($0) }
    return isBare ? path : "\"" + path.replacing("\"", with: "\"\"") + "\""
  }
}

/// `../data` for `/a/notes` to `/a/data`.
private func relativeWay(from start: String, to goal: String) -> String {
  let from = start.split(separator: "/")
  let to = goal.split(separator: "/")
  let common = zip(from, to).prefix { $0 == $1 }.count
  let up = [Substring](repeating: "..", count: from.count - common)
  return (up + to[common...]).joined(separator: "/")
}

/// A folder's place without links.
private func absoluteFolder(_ folder: String) throws(NotebookFileError) -> String {
  try confinementRoot(notebookFolder: folder, workingFolder: folder)
}
