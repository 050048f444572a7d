import Kernels

/// What a file held when it was read, to tell later whether it still does.
package enum FileStamp: Hashable, Sendable {
  case missing
  case contents(sha256: String)

  package init(of bytes: [UInt8]) {
    self = .contents(sha256: SHA256.hexDigest(of: bytes))
  }
}

/// Reads and replaces whole files: at every moment, and after any failure, the path holds either
/// all the old bytes or all the new ones.
package enum AtomicFile {
  /// Notebooks are held in memory: a larger file is refused before it is read.
  package static let mostBytes = 256 << 20

  /// The bytes of a regular file, and the stamp to hand to `write` later.
  package static func read(
    _ path: String
  ) throws(NotebookFileError) -> (bytes: [UInt8], stamp: FileStamp) {
    let action = "cannot read '\(path)'"
    let system = POSIXFile()
    let status = try attempt(action) { () throws(CallFailure) in try system.status(path) }
    try requireFile(status.kind, action)
    guard status.size <= mostBytes else {
      throw NotebookFileError(.tooLarge, "\(action): it is larger than 256 MB")
    }
    let bytes = try attempt(action) { () throws(CallFailure) in
      try system.read(path, limit: mostBytes)
    }
    return (bytes, FileStamp(of: bytes))
  }

  /// Makes a folder where there is none; the folder above it must be there.
  package static func makeFolder(_ path: String) throws(NotebookFileError) {
    try attempt("cannot make the folder '\(path)'") { () throws(CallFailure) in
      try POSIXFile().makeFolder(path)
    }
  }

  /// Puts these bytes in place of what a path holds, and gives their stamp.
  ///
  /// A link is followed: the file it leads to is replaced. A new file gets the usual mode, an old
  /// one keeps its mode and owner. While it works it holds a lock on the folder, which ends with
  /// the process, so a killed writer blocks nobody.
  ///
  /// - Parameters:
  ///   - expected: what the path must still hold; nil to replace whatever is there.
  ///   - calls: the system calls to make.
  @discardableResult
  package static func write(
    _ bytes: [UInt8], to path: String, expecting expected: FileStamp? = nil,
    calls: any FileCalls = POSIXFile()
  ) throws(NotebookFileError) -> FileStamp {
    let action = "cannot save '\(path)'"
    let target = try SaveTarget(path, action)
    try target.requireReplaceable(action)
    let folder = try attempt(action) { () throws(CallFailure) in
      try calls.openFolder(target.folder)
    }
    defer { try? calls.close(folder) }
    try lock(folder, action, calls)
    if let expected { try requireUnchanged(target.path, path, expected, action) }
    try attempt(action) { () throws(CallFailure) in
      try replace(target, with: bytes, calls)
      try calls.sync(folder)
    }
    return FileStamp(of: bytes)
  }

  private static func lock(
    _ folder: Int32, _ action: String, _ calls: any FileCalls
  ) throws(NotebookFileError) {
    for _ in 0..<50 {
      let isLocked = try attempt(action) { () throws(CallFailure) in try calls.lock(folder) }
      if isLocked { return }
      POSIXFile().pause(milliseconds: 20)
    }
    throw NotebookFileError(
      .locked, "\(action): another Ritorno is saving in this folder", help: "try again")
  }

  private static func requireUnchanged(
    _ target: String, _ path: String, _ expected: FileStamp, _ action: String
  ) throws(NotebookFileError) {
    var found = FileStamp.missing
    do throws(CallFailure) {
      found = FileStamp(of: try POSIXFile().read(target))
    } catch {
      if !error.isMissing { throw NotebookFileError(error, doing: action) }
    }
    guard found != expected else { return }
    let change =
      switch (expected, found) {
      case (.missing, _): "a file of this name is there already"
      case (_, .missing): "it was removed since it was read"
      default: "it was changed since it was read"
      }
    throw NotebookFileError(
      .changed, "\(action): \(change)", help: "save under another name, or open the file again")
  }

  private static func replace(
    _ target: SaveTarget, with bytes: [UInt8], _ calls: any FileCalls
  ) throws(CallFailure) {
    let temporary = target.temporaryPath
    // Left by a writer that was killed: the lock says nobody is writing it now.
    try? calls.remove(temporary)
    let descriptor = try calls.create(temporary, mode: target.old == nil ? 0o666 : 0o600)
    do throws(CallFailure) {
      try fill(descriptor, with: bytes, as: target.old, calls)
      try calls.rename(temporary, to: target.path)
    } catch {
      try? calls.remove(temporary)
      throw error
    }
  }

  private static func fill(
    _ descriptor: Int32, with bytes: [UInt8], as old: FileStatus?, _ calls: any FileCalls
  ) throws(CallFailure) {
    do throws(CallFailure) {
      try calls.writeAll(bytes, to: descriptor)
      if let old {
        // Where the owner or the mode cannot be kept, the new file is the more private one.
        try? calls.setOwner(descriptor, user: old.user, group: old.group)
        try? calls.setMode(descriptor, old.mode)
      }
      try calls.sync(descriptor)
    } catch {
      try? calls.close(descriptor)
      throw error
    }
    try calls.close(descriptor)
  }
}

/// The file a path leads to.
private struct SaveTarget {
  var path: String
  /// What stands there now.
  var old: FileStatus?

  init(_ path: String, _ action: String) throws(NotebookFileError) {
    let system = POSIXFile()
    do throws(CallFailure) {
      _ = try system.status(path, followsLinks: false)
    } catch {
      guard error.isMissing else { throw NotebookFileError(error, doing: action) }
      self.path = try Self.newPath(path, action)
      return
    }
    do throws(CallFailure) {
      self.path = try system.realPath(path)
      old = try system.status(self.path)
    } catch {
      guard error.isMissing else { throw NotebookFileError(error, doing: action) }
      throw NotebookFileError(.missing, "\(action): it is a link that leads nowhere")
    }
  }

  private static func newPath(
    _ path: String, _ action: String
  ) throws(NotebookFileError) -> String {
    let parts = splitPath(path)
    guard !parts.name.isEmpty else {
      throw NotebookFileError(.badPath, "\(action): the path names no file")
    }
    do throws(CallFailure) {
      return joinPath(try POSIXFile().realPath(parts.folder), parts.name)
    } catch {
      guard error.isMissing else { throw NotebookFileError(error, doing: action) }
      throw NotebookFileError(
        .missing, "\(action): the folder '\(parts.folder)' does not exist",
        help: "make the folder, or save elsewhere")
    }
  }

  var folder: String { splitPath(path).folder }

  /// In the same folder, of one length, so that a long name still fits.
  var temporaryPath: String {
    let digest = SHA256.hexDigest(of: Array(splitPath(path).name.utf8)).prefix(12)
    return joinPath(folder, ".ritorno-\(digest).tmp")
  }

  func requireReplaceable(_ action: String) throws(NotebookFileError) {
    guard let old else { return }
    try requireFile(old.kind, action)
    guard POSIXFile().isWritable(path) else {
      throw NotebookFileError(
        .notPermitted, "\(action): the file is write-protected", help: "save under another name")
    }
  }
}

/// Runs system calls; a failure becomes a sentence that begins with the action.
func attempt<Result>(
  _ action: String, _ body: () throws(CallFailure) -> Result
) throws(NotebookFileError) -> Result {
  do throws(CallFailure) {
    return try body()
  } catch {
    throw NotebookFileError(error, doing: action)
  }
}

/// Refuses all but regular files.
func requireFile(_ kind: FileKind, _ action: String) throws(NotebookFileError) {
  let reason: String
  switch kind {
  case .file: return
  case .folder: reason = "it is a folder"
  case .device: reason = "it is a device"
  case .pipe: reason = "it is a pipe or a socket"
  case .link, .other: reason = "it is not a regular file"
  }
  throw NotebookFileError(.notAFile, "\(action): \(reason)")
}
