package import Notebooks

/// Where the paths of a session lead to.
package struct FilePlaces: Sendable {
  /// The folder that relative paths start from.
  package var folder: String
  /// The folder that no path may leave; nil where all may be read.
  package var root: String?
  /// Files to read in place of others: by the path as written, or by the name of the file.
  package var standIns: [String: String]

  package init(folder: String, root: String? = nil, standIns: [String: String] = [:]) {
    self.folder = folder
    self.root = root
    self.standIns = standIns
  }

  /// The file that a path in a line means.
  package func resolved(_ path: String) throws(NotebookFileError) -> String {
    if let standIn = standIns[path] ?? standIns[lastComponent(of: path)] { return standIn }
    guard let root else {
      return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }
    return try confinedPath(path, notebookFolder: folder, root: root)
  }
}

/// `gym.csv` of `data/gym.csv`.
package func lastComponent(of path: String) -> String {
  path.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? path
}

/// `data` of `data/gym.csv`; `.` of `gym.csv`.
package func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
