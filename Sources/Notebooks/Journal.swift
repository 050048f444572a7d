/// A file that each executed cell is added to, before its answer is shown, as one JSON record a
/// line.
///
/// The open journal is locked, and the lock ends with the process: a journal that can be locked
/// belongs to a session that is over.
package final class Journal {
  /// The version of the records, in the first line of the file.
  private static let version = 1

  package let path: String
  private let descriptor: Int32
  private let calls: any FileCalls
  /// True if the file's last line has no end, as after a write that failed half-way.
  private var endsInsideLine = false

  /// Opens a journal to add to, or begins one, together with the folders it stands in.
  ///
  /// - Parameters:
  ///   - folder: the folder the session runs in; kept in a journal that is begun here.
  ///   - calls: the system calls to write with.
  package init(
    path: String, folder: String, calls: any FileCalls = POSIXFile()
  ) throws(NotebookFileError) {
    let action = "cannot keep the journal '\(path)'"
    let system = POSIXFile()
    self.path = path
    self.calls = calls
    let descriptor = try attempt(action) { () throws(CallFailure) in
      try Self.makeFolders(splitPath(path).folder)
      return try system.openAppending(path)
    }
    self.descriptor = descriptor
    guard try attempt(action, { () throws(CallFailure) in try system.lock(descriptor) }) else {
      throw NotebookFileError(.locked, "\(action): another session is writing it")
    }
    let lastByte = try attempt(action) { () throws(CallFailure) in
      try system.lastByte(of: descriptor)
    }
    if let lastByte {
      endsInsideLine = lastByte != 0x0A
    } else {
      let head = JSONValue.object([
        .init("ritorno", .integer(Self.version)), .init("folder", .text(folder)),
      ]).compact
      try append(line: head, action)
      try attempt(action) { () throws(CallFailure) in try syncFolder() }
    }
  }

  deinit { try? calls.close(descriptor) }

  /// Adds a record; when this returns it is on the disk.
  package func append(_ record: JournalRecord) throws(NotebookFileError) {
    try append(line: record.line, "cannot write the journal '\(path)'")
  }

  private func append(line: String, _ action: String) throws(NotebookFileError) {
    let bytes = (endsInsideLine ? [0x0A] : []) + Array(line.utf8) + [0x0A]
    endsInsideLine = true
    try attempt(action) { () throws(CallFailure) in
      try calls.writeAll(bytes, to: descriptor)
      endsInsideLine = false
      try calls.sync(descriptor)
    }
  }

  /// A new file is safe only when the folder that names it is.
  private func syncFolder() throws(CallFailure) {
    let folder = try calls.openFolder(splitPath(path).folder)
    defer { try? calls.close(folder) }
    try calls.sync(folder)
  }

  private static func makeFolders(_ folder: String) throws(CallFailure) {
    let system = POSIXFile()
    var path = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      try system.makeFolder(path)
    }
  }
}

extension Journal {
  /// What a journal holds: every whole record, wherever the damage is.
  package static func read(_ path: String) throws(NotebookFileError) -> JournalContents {
    let action = "cannot read the journal '\(path)'"
    let system = POSIXFile()
    let status = try attempt(action) { () throws(CallFailure) in try system.status(path) }
    try requireFile(status.kind, action)
    let bytes = try attempt(action) { () throws(CallFailure) in try system.read(path) }
    var contents = JournalContents()
    for (index, line) in sourceLines(of: bytes).enumerated() where !line.text.isEmpty {
      let members = JSONValue(parsing: bytes[line.text])
      if let members, case .integer(let version)? = members["ritorno"] {
        guard version <= Self.version else {
          throw NotebookFileError(
            .newerVersion, "\(action): it was made by a newer Ritorno",
            help: "recover the session with that one")
        }
        if case .text(let folder)? = members["folder"] { contents.folder = folder }
      } else if let record = members.flatMap(JournalRecord.init) {
        contents.records.append(record)
      } else {
        contents.damaged.append(.init(line: index + 1, bytes: Array(bytes[line.text])))
      }
    }
    return contents
  }

  /// True if a session has the journal open.
  package static func isInUse(_ path: String) -> Bool {
    let system = POSIXFile()
    guard let descriptor = try? system.openReading(path) else { return false }
    defer { try? system.close(descriptor) }
    return (try? system.lock(descriptor)) == false
  }

  /// Removes a journal whose cells are saved or not wanted.
  package static func remove(_ path: String) throws(NotebookFileError) {
    try attempt("cannot remove the journal '\(path)'") { () throws(CallFailure) in
      try POSIXFile().remove(path)
    }
  }
}
