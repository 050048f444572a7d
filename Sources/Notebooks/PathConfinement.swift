/// The folder a notebook's statements may read and write in: the working folder if it contains
/// the notebook, else the notebook's own. All without links.
package func confinementRoot(
  notebookFolder: String, workingFolder: String
) throws(NotebookFileError) -> String {
  let notebook = try resolved(notebookFolder)
  let working = try resolved(workingFolder)
  return isInside(notebook, root: working) ? working : notebook
}

/// The place, without links, of a path that a notebook's statement names.
///
/// It is relative to the notebook's folder and must lie in the root after every link has been
/// followed; it must be a regular file, or a new name in a folder that exists. Open the result,
/// not the path that was given.
///
/// - Parameters:
///   - allowsOutside: the flag that lifts the confinement; URLs and NUL stay refused.
package func confinedPath(
  _ path: String, notebookFolder: String, root: String, allowsOutside: Bool = false
) throws(NotebookFileError) -> String {
  let action = "cannot use '\(path)'"
  guard !path.isEmpty, !path.utf8.contains(0) else {
    throw NotebookFileError(.badPath, "\(action): it is not a path")
  }
  guard !isURL(path) else {
    throw NotebookFileError(
      .badPath, "\(action): it is a network address", help: "download the file and load that")
  }
  let full = path.hasPrefix("/") ? path : joinPath(notebookFolder, path)
  let place = try existingOrNew(full, action)
  if !allowsOutside {
    let allowed = try resolved(root)
    guard isInside(place, root: allowed) else {
      throw NotebookFileError(
        .outsideRoot, "\(action): it lies outside '\(allowed)', the folder this notebook may use",
        help: "start Ritorno in a folder that holds both, or allow it with --allow-outside")
    }
    if let status = try? POSIXFile().status(place) { try requireFile(status.kind, action) }
  }
  return place
}

private func resolved(_ path: String) throws(NotebookFileError) -> String {
  try attempt("cannot use the folder '\(path)'") { () throws(CallFailure) in
    try POSIXFile().realPath(path)
  }
}

private func existingOrNew(_ path: String, _ action: String) throws(NotebookFileError) -> String {
  try attempt(action) { () throws(CallFailure) in
    let system = POSIXFile()
    do throws(CallFailure) {
      return try system.realPath(path)
    } catch {
      let parts = splitPath(path)
      // A link that leads nowhere is not a new name.
      guard error.isMissing, !["", ".", ".."].contains(parts.name),
        (try? system.status(path, followsLinks: false)) == nil
      else { throw error }
      return joinPath(try system.realPath(parts.folder), parts.name)
    }
  }
}

private func isInside(_ path: String, root: String) -> Bool {
  path == root || path.hasPrefix(root.hasSuffix("/") ? root : root + "/")
}

/// A scheme of two letters or more and `://`.
private func isURL(_ path: String) -> Bool {
  let scheme = path.utf8.prefix { $0 != UInt8(ascii: ":") }
  let rest = path.utf8.dropFirst(scheme.count)
  return scheme.count >= 2 && rest.starts(with: "://".utf8)
    && scheme.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
        || "+-.".utf8.contains($0)
    }
}
