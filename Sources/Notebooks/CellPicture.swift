/// The picture of a cell that asks for one by the class `svg`, kept in a file beside its notebook.
package struct CellPicture: Hashable, Sendable {
  /// Where it stands, from the notebook's folder: `NAME.files/ID.svg`.
  package let place: String
  /// The drawing: SVG.
  package let text: String

  package init(cellID: String, notebookPath: String, text: String) {
    place = "\(notebookFilesName(notebookPath))/\(fileName(ofCell: cellID)).svg"
    self.text = text
  }

  /// The file that it stands in.
  package func path(beside notebookPath: String) -> String {
    joinPath(splitPath(notebookPath).folder, place)
  }

  /// Whether its file holds just this drawing. A file that cannot be read does not.
  package func isKept(beside notebookPath: String) -> Bool {
    (try? AtomicFile.read(path(beside: notebookPath)).bytes) == Array(text.utf8)
  }

  /// Writes its file, and the folder for it where there is none.
  package func keep(beside notebookPath: String) throws(NotebookFileError) {
    let path = path(beside: notebookPath)
    // A link that came with a stranger's notebook could lead anywhere.
    for place in [splitPath(path).folder, path] where isLink(place) {
      throw NotebookFileError(.badPath, "cannot save '\(path)': '\(place)' is a link")
    }
    try AtomicFile.makeFolder(splitPath(path).folder)
    try AtomicFile.write(Array(text.utf8), to: path)
  }
}

private func isLink(_ path: String) -> Bool {
  (try? POSIXFile().status(path, followsLinks: false).kind) == .link
}

/// The folder for what belongs to a notebook, from the folder that it lies in: `gym.files` of `a/gym.md`.
package func notebookFilesName(_ notebookPath: String) -> String {
  let name = splitPath(notebookPath).name
  return (name.hasSuffix(".md") ? String(name.dropLast(3)) : name) + ".files"
}

/// A name for a cell's file: its id, in which all but letters, digits, - and _ become _ and a number.
package func fileName(ofCell id: String) -> String {
  id.unicodeScalars.map { scalar in
    let isPlain =
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "-_".unicodeScalars.contains(scalar)
    return isPlain ? String(scalar) : "_" + String(scalar.value, radix: 16)
  }.joined()
}
