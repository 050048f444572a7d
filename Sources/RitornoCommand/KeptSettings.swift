import Language
import Notebooks

/// The choices that a user asked to keep for later sessions: a file of lines that run at the start.
struct KeptSettings {
  private let folder: String

  /// Nil where the environment names no place for it.
  init?(_ environment: [String: String]) {
    guard let folder = configurationFolder(environment) else { return nil }
    self.folder = folder
  }

  var path: String { folder + "/settings" }

  /// Replaces the lines that were kept.
  func keep(_ lines: [String]) throws(NotebookFileError) {
    if let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      try AtomicFile.makeFolder(String(folder[..<slash]))
    }
    try AtomicFile.makeFolder(folder)
    try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
  }
}

/// `${XDG_CONFIG_HOME:-~/.config}/ritorno`; nil where neither variable is set.
func configurationFolder(_ environment: [String: String]) -> String? {
  if let folder = environment["XDG_CONFIG_HOME"], !folder.isEmpty { return folder + "/ritorno" }
  return environment["HOME"].map { $0 + "/.config/ritorno" }
}
