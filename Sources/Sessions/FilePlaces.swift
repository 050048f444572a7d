package import Notebooks
package import TableFiles

/// Where the paths of a session lead to.
package struct FilePlaces: Sendable {
  /// The folder that relative paths start from.
  package var folder: String
  /// The folder that no path may leave; nil where all may be read.
  package var root: String?
  /// Files to read in place of others: by the path as written, or by the name of the file.
  package var standIns: [String: String]

  /// Gives all of standard input where that is data and not lines to run; nil where it is not.
  package var standardInput: (@Sendable () throws(NotebookFileError) -> [UInt8])?

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

/// What a path of a load means.
package enum LoadPlace {
  case file(String)
  /// What matches a pattern or stands in a folder.
  case files([NamedFile])
  /// Standard input.
  case bytes([UInt8])
}

extension FilePlaces {
  /// The file or the files that a load reads, `-` being standard input.
  package func place(_ path: String) throws(NotebookFileError) -> LoadPlace {
    if standIns[path] != nil || standIns[lastComponent(of: path)] != nil {
      return .file(try resolved(path))
    }
    if path == "-" {
      guard let standardInput else {
        throw NotebookFileError(
          .other, "standard input is not data here",
          help: "give it to a line of a command:  ritorno -c \"load - | churn\" < FILE.csv")
      }
      return .bytes(try standardInput())
    }
    let full = path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    guard let names = filesMatching(full) else { return .file(try resolved(path)) }
    let isPattern = lastComponent(of: path).contains { "*?".contains($0) }
    let prefix =
      isPattern
      ? path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      : path.hasSuffix("/") ? path : path + "/"
    var files: [NamedFile] = []
    for name in names {
      files.append(NamedFile(path: try resolved(prefix + name), name: name))
    }
    return .files(files)
  }

  /// What identifies the content of what a load reads; nil where that cannot be read now.
  package func fingerprint(_ path: String) -> FileFingerprint? {
    switch try? place(path) {
    case .file(let file)?: return try? FileFingerprint(path: file, writtenAs: path)
    case .files(let files)?: return try? FileFingerprint(of: files)
    case .bytes?, nil: return nil
    }
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
